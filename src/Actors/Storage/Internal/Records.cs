using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Between nodes, of a copy: another content is held under this id. Clients hear of it as invalid.</summary>
    public const string Conflict = "conflict";

    /// <summary>The number of an actor's first request. Random, so that after a restart a late answer to its predecessor is not taken for one to itself.</summary>
    public static long FirstRequest() => (long)((ulong)IdSource.System.Next() >> 16);

    public static bool IsId(ByteString bytes) => bytes.Length == ObjectId.SizeBytes;

    /// <summary>Whether the record is one that a peer of ours would send.</summary>
    public static bool IsSound([NotNullWhen(true)] ObjectRecord? record) => record is not null
        && IsId(record.Id) && record.Length >= 0 && record.Name.Length <= StorageLimits.NameChars
        && record.State is (ObjectState.Incomplete or ObjectState.Present)
        && record.Digest.Length == (record.State == ObjectState.Present ? Digest.SizeBytes : 0)
        && (record.Target.IsEmpty || IsId(record.Target));

    /// <exception cref="ActorsException">The record is none that a peer of ours would send.</exception>
    public static ObjectInfo FromWire(this ObjectRecord? record)
    {
        if (!IsSound(record))
            throw new ActorsException(ErrorCodes.Invalid, "The object's record is malformed.");
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
