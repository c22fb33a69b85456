using Actors.Links;
using Google.Protobuf;

namespace Actors.Dataflow.Nodes;

/// <summary>Messages on their way to a link, as a stream of frames (a length, then the message): small ones travel together, large ones in pieces.</summary>
internal sealed class FrameQueue
{
    private readonly Queue<ByteString> _frames = new();
    private int _taken; // bytes of the first one
    private long _left; // bytes of all

    public bool IsEmpty => _frames.Count == 0;

    /// <summary>A message with its length before it.</summary>
    public static ByteString FrameOf(IMessage message)
    {
        var size = message.CalculateSize();
        var frame = new byte[CodedOutputStream.ComputeLengthSize(size) + size];
        var output = new CodedOutputStream(frame);
        output.WriteLength(size);
        message.WriteTo(output);
        output.CheckNoSpaceLeft();
        return UnsafeByteOperations.UnsafeWrap(frame);
    }

    public void Add(ByteString frame)
    {
        _frames.Enqueue(frame);
        _left += frame.Length;
    }

    public void Clear()
    {
        _frames.Clear();
        (_taken, _left) = (0, 0);
    }

    /// <summary>As much as one message of a link holds; there must be something.</summary>
    public ByteString Take()
    {
        var size = (int)Math.Min(_left, LinkSettings.MaxMessageBytes);
        _left -= size;
        if (_taken == 0 && _frames.Peek().Length == size) return _frames.Dequeue();
        var message = new byte[size];
        for (var filled = 0; filled < message.Length;)
        {
            var left = _frames.Peek().Span[_taken..];
            var piece = Math.Min(left.Length, message.Length - filled);
            left[..piece].CopyTo(message.AsSpan(filled));
            filled += piece;
            _taken += piece;
            if (piece < left.Length) continue;
            _frames.Dequeue();
            _taken = 0;
        }

        return UnsafeByteOperations.UnsafeWrap(message);
    }
}
