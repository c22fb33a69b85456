using System.Diagnostics.CodeAnalysis;
using Actors.Links;
using Google.Protobuf;

namespace Actors.Serialization;

/// <summary>
/// Reads a <see cref="LinkData"/> whose payload stays where it is, in the array that remoting made for the message: the generated parser would copy it once more.
/// Whatever is not exactly what this version writes is left to that parser.
/// </summary>
internal static class LinkDataReader
{
    // Field number and wire type of links.proto: link, sequence and last are varints, the payload has a length.
    private const byte LinkTag = 1 << 3;
    private const byte SequenceTag = 2 << 3;
    private const byte PayloadTag = (3 << 3) | 2;
    private const byte LastTag = 4 << 3;

    /// <param name="bytes">The message owns them from now on.</param>
    public static bool TryRead(byte[] bytes, [NotNullWhen(true)] out LinkData? data)
    {
        data = new LinkData();
        for (var at = 0; at < bytes.Length;)
        {
            var tag = bytes[at++];
            if (!TryReadVarint(bytes, ref at, out var value))
                return false;
            switch (tag)
            {
                case LinkTag:
                    data.Link = (long)value;
                    break;
                case SequenceTag:
                    data.Sequence = (long)value;
                    break;
                case PayloadTag when value <= (ulong)(bytes.Length - at):
                    data.Payload = UnsafeByteOperations.UnsafeWrap(bytes.AsMemory(at, (int)value));
                    at += (int)value;
                    break;
                case LastTag:
                    data.Last = value != 0;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool TryReadVarint(byte[] bytes, ref int at, out ulong value)
    {
        value = 0;
        for (var shift = 0; at < bytes.Length && shift < 64; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return true;
        }

        return false;
    }
}
