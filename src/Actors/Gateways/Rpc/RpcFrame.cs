using System.Buffers;
using System.Buffers.Binary;

namespace Actors.Gateways.Rpc;

internal enum FrameStatus
{
    NeedMore,
    Complete,

    /// <summary>A length of zero: no JSON text is empty, so the peer speaks something else.</summary>
    Empty,
    TooLarge,
}

/// <summary>A frame is the length of its body, 4 bytes big-endian unsigned, and the body: UTF-8 JSON.</summary>
internal static class RpcFrame
{
    public const int HeaderBytes = 4;

    /// <summary>Takes one frame off the front of <paramref name="buffer"/>. A wrong length is told before any of its body is waited for or allocated.</summary>
    public static FrameStatus TryRead(ref ReadOnlySequence<byte> buffer, int maxBytes, out byte[] body)
    {
        body = [];
        if (buffer.Length < HeaderBytes) return FrameStatus.NeedMore;
        Span<byte> header = stackalloc byte[HeaderBytes];
        buffer.Slice(0, HeaderBytes).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length == 0) return FrameStatus.Empty;
        if (length > maxBytes) return FrameStatus.TooLarge;
        if (buffer.Length - HeaderBytes < length) return FrameStatus.NeedMore;
        body = buffer.Slice(HeaderBytes, length).ToArray();
        buffer = buffer.Slice(HeaderBytes + length);
        return FrameStatus.Complete;
    }

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> body)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(HeaderBytes), (uint)body.Length);
        output.Advance(HeaderBytes);
        output.Write(body);
    }
}
