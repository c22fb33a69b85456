using Google.Protobuf;

namespace Actors.Messaging.Internal;

/// <summary>An envelope as it came from a link.</summary>
/// <param name="Content">Null when it was larger than allowed.</param>
/// <param name="Frames">Link messages whose credit is kept until it is seen to.</param>
internal readonly record struct Arrival(long MessageId, EnvelopeFormat Format, ByteString? Content, int Length, int Frames);

/// <summary>Puts the frames of a link together again, holding at most one incomplete envelope of at most the allowed size.</summary>
internal sealed class FrameAssembler(int maxMessageBytes)
{
    private EnvelopeFrame? _first;
    private byte[]? _content; // null while what comes is too large to be kept
    private int _received;
    private int _frames;

    /// <summary>What comes is too large and not kept: its credit may be given back at once.</summary>
    public bool IsSkipping => _first is not null && _content is null;

    /// <returns>The envelope, once its last frame is there.</returns>
    /// <exception cref="InvalidProtocolBufferException">This is no frame.</exception>
    /// <exception cref="ActorsException">It does not fit the ones before.</exception>
    public Arrival? Add(ByteString payload)
    {
        var frame = EnvelopeFrame.Parser.ParseFrom(payload);
        var first = _first ?? frame;
        if (first.Length < 0 || frame.Content.Length > first.Length - _received || (frame.Content.IsEmpty && first.Length > 0))
            throw new ActorsException(ErrorCodes.Invalid, $"a frame of {frame.Content.Length} bytes at {_received} of {first.Length}");
        if (_first is null && frame.Content.Length == frame.Length)
            return new(frame.MessageId, frame.Format, frame.Length <= maxMessageBytes ? frame.Content : null, frame.Length, Frames: 1);
        if (_first is null)
            (_first, _content) = (frame, frame.Length <= maxMessageBytes ? new byte[frame.Length] : null);
        if (_content is not null)
            frame.Content.Span.CopyTo(_content.AsSpan(_received));
        _received += frame.Content.Length;
        var isLast = _received == _first.Length;
        if (isLast || !IsSkipping)
            _frames++;
        return isLast ? Finish(_first) : null;
    }

    private Arrival Finish(EnvelopeFrame first)
    {
        var content = _content is null ? null : UnsafeByteOperations.UnsafeWrap(_content);
        var arrival = new Arrival(first.MessageId, first.Format, content, first.Length, _frames);
        (_first, _content, _received, _frames) = (null, null, 0, 0);
        return arrival;
    }
}
