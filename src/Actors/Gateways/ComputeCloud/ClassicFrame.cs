using System.Buffers;
using System.Text;

namespace Actors.Gateways.ComputeCloud;

/// <summary>What reading one frame came to.</summary>
internal enum FrameStatus
{
    /// <summary>The bytes so far are a proper beginning.</summary>
    NeedMore,
    Frame,

    /// <summary>A frame of length zero, which the protocol reads as "the peer has closed".</summary>
    EndOfDialog,

    /// <summary>The frame is complete but its bytes do not add up; the next frame can still be found.</summary>
    BadChecksum,

    // From here on the place of the next frame is unknown: the connection is of no more use.
    BadHeader,
    TooLong,
    BadTerminator,
}

/// <summary>
/// The framing of the ComputeCloud text protocol: four hex digits of length, two of the byte sum modulo 256, the message, one NUL.
/// A message is handled as a string of one char a byte (Latin-1), because names are bytes that must come back unchanged.
/// </summary>
internal static class ClassicFrame
{
    public const int HeaderBytes = 6;

    /// <summary>Four hex digits can say no more.</summary>
    public const int MaxMessageBytes = 0xFFFF;

    /// <summary>Reads one frame; <paramref name="buffer"/> is advanced behind it when the result is Frame, EndOfDialog or BadChecksum.</summary>
    public static FrameStatus TryRead(ref ReadOnlySequence<byte> buffer, int maxMessageBytes, out string message)
    {
        message = "";
        Span<byte> header = stackalloc byte[HeaderBytes];
        var seen = (int)Math.Min(HeaderBytes, buffer.Length);
        buffer.Slice(0, seen).CopyTo(header);
        // Judged byte by byte, so that a stranger (HTTP, TLS) is known by its first letter and not by a time-out.
        foreach (var digit in header[..seen])
            if (!char.IsAsciiHexDigit((char)digit)) return FrameStatus.BadHeader;
        if (seen < HeaderBytes) return FrameStatus.NeedMore;

        var length = HexNumber(header[..4]);
        if (length > maxMessageBytes) return FrameStatus.TooLong;
        var whole = HeaderBytes + length + 1;
        if (buffer.Length < whole) return FrameStatus.NeedMore;

        var frame = buffer.Slice(HeaderBytes, length + 1);
        if (frame.PositionOf((byte)0) is not { } terminator || frame.Slice(0, terminator).Length != length)
            return FrameStatus.BadTerminator;
        message = Encoding.Latin1.GetString(frame.Slice(0, length));
        buffer = buffer.Slice(whole);
        if (length == 0) return FrameStatus.EndOfDialog;
        return Checksum(message) == HexNumber(header[4..]) ? FrameStatus.Frame : FrameStatus.BadChecksum;
    }

    /// <exception cref="ArgumentException">The message is empty or longer than <see cref="MaxMessageBytes"/>.</exception>
    public static void Write(IBufferWriter<byte> output, string message)
    {
        if (message.Length is 0 or > MaxMessageBytes)
            throw new ArgumentException($"a message has 1 to {MaxMessageBytes} bytes, this one {message.Length}", nameof(message));
        var span = output.GetSpan(HeaderBytes + message.Length + 1);
        Encoding.Latin1.GetBytes($"{message.Length:X4}{Checksum(message):X2}", span);
        Encoding.Latin1.GetBytes(message, span[HeaderBytes..]);
        span[HeaderBytes + message.Length] = 0;
        output.Advance(HeaderBytes + message.Length + 1);
    }

    private static int Checksum(string message)
    {
        var sum = 0;
        foreach (var letter in message) sum += (byte)letter;
        return sum % 256;
    }

    private static int HexDigit(byte digit) => digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static int HexNumber(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits) number = number * 16 + HexDigit(digit);
        return number;
    }
}
