using System.Buffers;
using System.Buffers.Binary;

namespace Akka.Remote.Internal.Wire;

/// <summary>
/// The framing: four bytes of length, little-endian, then so many bytes. Reading is incremental and allocates nothing;
/// a length is judged before anything is kept for it.
/// </summary>
internal static class Frame
{
    public const int PrefixBytes = 4;

    /// <summary>
    /// Cuts the next frame off the front of <paramref name="buffer"/>. False when it has not arrived whole yet.
    /// </summary>
    /// <exception cref="WireFormatException">The length is 0 or above <paramref name="maxFrameBytes"/>.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int maxFrameBytes, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.Length < PrefixBytes) return false;
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        var length = CheckedLength(prefix, maxFrameBytes);
        if (buffer.Length - PrefixBytes < length) return false;
        frame = buffer.Slice(PrefixBytes, length);
        buffer = buffer.Slice(PrefixBytes + length);
        return true;
    }

    /// <summary>The same for a contiguous buffer: the usual case, and the fast one.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> buffer, int maxFrameBytes, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (buffer.Length < PrefixBytes) return false;
        var length = CheckedLength(buffer, maxFrameBytes);
        if (buffer.Length - PrefixBytes < length) return false;
        frame = buffer.Slice(PrefixBytes, length);
        buffer = buffer[(PrefixBytes + length)..];
        return true;
    }

    private static int CheckedLength(ReadOnlySpan<byte> prefix, int maxFrameBytes)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(prefix);
        if (length == 0) throw new WireFormatException("an empty frame");
        if (length > (uint)maxFrameBytes) throw new WireFormatException(Oversize(length, prefix, maxFrameBytes));
        return (int)length;
    }

    // A stray client of another protocol is the usual cause; its first bytes tell which one.
    private static string Oversize(uint length, ReadOnlySpan<byte> prefix, int maxFrameBytes)
    {
        var guess = prefix[0] == 0x16 && prefix[1] == 0x03 ? "; it looks like TLS" : IsHttp(prefix) ? "; it looks like HTTP" : "";
        return $"a frame of {length} bytes where at most {maxFrameBytes} are allowed{guess}";
    }

    private static bool IsHttp(ReadOnlySpan<byte> prefix) =>
        prefix.StartsWith("GET "u8) || prefix.StartsWith("POST"u8) || prefix.StartsWith("PUT "u8) || prefix.StartsWith("HEAD"u8);
}
