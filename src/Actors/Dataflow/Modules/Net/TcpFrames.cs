using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Actors.Dataflow.Data;
using Google.Protobuf;

namespace Actors.Dataflow.Modules.Net;

/// <summary>Events as bytes of a connection, and back. None is larger than a limit.</summary>
internal static class TcpFrames
{
    private const int LengthBytes = 4;

    /// <summary>The frames of a connection, until it ends.</summary>
    /// <exception cref="FlowException">A frame is too large, or the connection ends within one.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, TcpFraming framing, int maxBytes, [EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        while (true)
        {
            var read = await reader.ReadAsync(cancel).ConfigureAwait(false);
            var rest = read.Buffer;
            while (TryTake(ref rest, framing, maxBytes, read.IsCompleted, out var frame)) yield return frame;
            if (rest.Length > maxBytes + LengthBytes) throw TooLarge(rest.Length, maxBytes);
            if (read.IsCompleted)
            {
                if (rest.Length > 0) throw new FlowException(FlowErrorKind.MalformedData, $"the connection ended after {rest.Length} bytes of a frame");
                yield break;
            }

            reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    public static byte[] Write(FlowEvent item, TcpFraming framing)
    {
        switch (framing)
        {
            case TcpFraming.Lines:
                // A line break within would make two of it.
                return Encoding.UTF8.GetBytes(item.Text.ReplaceLineEndings(" ") + "\n");
            case TcpFraming.Connection:
                return item.Bytes.ToArray();
            default:
                var body = framing == TcpFraming.Events ? EventCodec.Write(item).ToByteArray() : item.Bytes.ToArray();
                var frame = new byte[LengthBytes + body.Length];
                BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
                body.CopyTo(frame, LengthBytes);
                return frame;
        }
    }

    public static object? DataOf(ReadOnlyMemory<byte> frame, TcpFraming framing) => framing == TcpFraming.Lines ? FlowData.ToText(frame) : frame;

    private static bool TryTake(ref ReadOnlySequence<byte> rest, TcpFraming framing, int maxBytes, bool isEnd, out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        if (rest.IsEmpty) return false;
        return framing switch
        {
            TcpFraming.Lines => TryTakeLine(ref rest, maxBytes, isEnd, out frame),
            TcpFraming.Connection => isEnd && TryTakeAll(ref rest, maxBytes, out frame),
            _ => TryTakeCounted(ref rest, maxBytes, out frame),
        };
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> rest, int maxBytes, bool isEnd, out ReadOnlyMemory<byte> frame)
    {
        if (rest.PositionOf((byte)'\n') is not { } end) return TryTakeAll(ref rest, maxBytes, out frame, isEnd);
        var line = rest.Slice(0, end);
        if (line.Length > maxBytes) throw TooLarge(line.Length, maxBytes);
        var bytes = line.ToArray();
        frame = bytes is [.., (byte)'\r'] ? bytes.AsMemory(0, bytes.Length - 1) : bytes;
        rest = rest.Slice(rest.GetPosition(1, end));
        return true;
    }

    private static bool TryTakeCounted(ref ReadOnlySequence<byte> rest, int maxBytes, out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        if (rest.Length < LengthBytes) return false;
        Span<byte> head = stackalloc byte[LengthBytes];
        rest.Slice(0, LengthBytes).CopyTo(head);
        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length > maxBytes) throw TooLarge(length, maxBytes);
        if (rest.Length < LengthBytes + length) return false;
        frame = rest.Slice(LengthBytes, length).ToArray();
        rest = rest.Slice(LengthBytes + length);
        return true;
    }

    private static bool TryTakeAll(ref ReadOnlySequence<byte> rest, int maxBytes, out ReadOnlyMemory<byte> frame, bool isEnd = true)
    {
        frame = default;
        if (!isEnd) return false;
        if (rest.Length > maxBytes) throw TooLarge(rest.Length, maxBytes);
        frame = rest.ToArray();
        rest = rest.Slice(rest.End);
        return true;
    }

    private static FlowException TooLarge(long length, int maxBytes) => new(FlowErrorKind.TooLarge, $"a frame has {length} bytes or more, and {maxBytes} are taken (max-frame-bytes)");
}
