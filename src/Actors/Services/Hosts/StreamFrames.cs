using System.Buffers.Binary;
using Actors.Links;
using Google.Protobuf;

namespace Actors.Services.Hosts;

/// <summary>Values as a stream carries them: one behind the other, each behind its length, in the messages of a link.</summary>
internal static class StreamFrames
{
    public const int PrefixBytes = sizeof(uint);

    /// <returns>As many messages as they take; where one ends says nothing.</returns>
    public static IEnumerable<ByteString> Of(IReadOnlyCollection<ReadOnlyMemory<byte>> values)
    {
        var bytes = new byte[values.Sum(value => PrefixBytes + value.Length)];
        var at = 0;
        foreach (var value in values)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), (uint)value.Length);
            value.CopyTo(bytes.AsMemory(at + PrefixBytes));
            at += PrefixBytes + value.Length;
        }

        for (at = 0; at < bytes.Length; at += LinkSettings.MaxMessageBytes)
            yield return UnsafeByteOperations.UnsafeWrap(bytes.AsMemory(at, Math.Min(LinkSettings.MaxMessageBytes, bytes.Length - at)));
    }
}
