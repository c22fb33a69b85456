using Google.Protobuf;

namespace Actors.Storage.Internal;

/// <summary>Between the wire's records and ours.</summary>
internal static class Records
{
    public static ObjectRecord ToWire(this ObjectInfo info)
    {
        var record = new ObjectRecord { Id = info.Id.ToWire(), State = info.State, Name = info.Name, Length = info.Length };
        if (info.State == ObjectState.Present)
            record.Digest = UnsafeByteOperations.UnsafeWrap(info.Digest.ToBytes());
        if (info.Target is { } target)
            record.Target = target.ToWire();
        return record;
    }

    /// <exception cref="ActorsException">The record is none that a peer of ours would send.</exception>
    public static ObjectInfo FromWire(this ObjectRecord record)
    {
        if (record.Id.Length != ObjectId.SizeBytes || record.Length < 0 || record.Name.Length > StorageLimits.NameChars
            || record.State is not (ObjectState.Incomplete or ObjectState.Present)
            || record.Digest.Length != (record.State == ObjectState.Present ? Digest.SizeBytes : 0)
            || record.Target.Length is not (0 or ObjectId.SizeBytes))
        {
            throw new ActorsException(ErrorCodes.Invalid, "The object's record is malformed.");
        }

        return new ObjectInfo(
            ObjectId.FromWire(record.Id),
            record.Name,
            record.State,
            record.Length,
            record.State == ObjectState.Present ? Digest.FromBytes(record.Digest.Span) : default,
            record.Target.IsEmpty ? null : ObjectId.FromWire(record.Target));
    }

    public static StorageRefused Refused(long request, string code, string reason) => new() { Request = request, Code = code, Reason = reason };
}
