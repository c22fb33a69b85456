using System.Threading.Channels;
using Akka.Event;
using Google.Protobuf;

namespace Actors.Links;

/// <summary>
/// A link's messages as a stream to read from, forward only. An actor adds what a <see cref="LinkInlet"/> delivers, and is told what is read so that it consumes it: the link's
/// credit bounds what waits here. When a link is lost, those of another may follow.
/// </summary>
public sealed class LinkReadStream : Stream
{
    private readonly Channel<(ByteString Bytes, LinkInlet? By)> _messages =
        Channel.CreateUnbounded<(ByteString, LinkInlet?)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private Action<object>? _tell;
    private (ReadOnlyMemory<byte> Left, LinkInlet? By) _current;
    private long _position;
    private int _unread;
    private int _isClosed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    /// <summary>Bytes read so far.</summary>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Whether something was added that is not read yet.</summary>
    public bool HasUnread => Volatile.Read(ref _unread) > 0;

    /// <summary>Names the actor that adds to it, before it does.</summary>
    /// <param name="tell">Gets <see cref="LinkRead"/> and <see cref="LinkReaderClosed"/> from the reading thread, to be passed to the actor.</param>
    public void Attach(Action<object> tell)
    {
        // Full barriers here and in Dispose: one of the two sees what the other has written, so that a reader which leaves at once is not overlooked.
        Interlocked.Exchange(ref _tell, tell);
        if (Interlocked.CompareExchange(ref _isClosed, 0, 0) == 1)
            tell(LinkReaderClosed.Instance);
    }

    /// <summary>Makes bytes available to the reader.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="by">Where they came from; null: by no link.</param>
    public void Add(ByteString message, LinkInlet? by)
    {
        Interlocked.Increment(ref _unread);
        _messages.Writer.TryWrite((message, by));
    }

    /// <summary>Nothing follows; with a failure the reader gets it after what was added before.</summary>
    public void Complete(Exception? failure = null) => _messages.Writer.TryComplete(failure);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_current.Left.IsEmpty)
        {
            if (!await _messages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                return 0;
            if (_messages.Reader.TryRead(out var message))
                Take(message.Bytes.Memory, message.By);
        }

        var count = Math.Min(buffer.Length, _current.Left.Length);
        _current.Left[..count].CopyTo(buffer);
        _position += count;
        Take(_current.Left[count..], _current.By);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // For callers that have no asynchronous way; it blocks their thread, never an actor's.
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
            Interlocked.CompareExchange(ref _tell, null, null)?.Invoke(LinkReaderClosed.Instance);
        base.Dispose(disposing);
    }

    private void Take(ReadOnlyMemory<byte> left, LinkInlet? by)
    {
        _current = (left, by);
        if (!left.IsEmpty)
            return;
        Interlocked.Decrement(ref _unread);
        if (by is not null)
            _tell?.Invoke(new LinkRead(by));
    }
}

/// <summary>To the actor: a message that came by this end is read.</summary>
public sealed record LinkRead(LinkInlet By) : IDeadLetterSuppression;

/// <summary>To the actor: nobody reads any more.</summary>
public sealed class LinkReaderClosed : IDeadLetterSuppression
{
    public static readonly LinkReaderClosed Instance = new();

    private LinkReaderClosed()
    {
    }
}
