using System.Threading.Channels;
using Google.Protobuf;

namespace Actors.Links;

/// <summary>
/// A link's messages as a stream to read from, forward only. An actor adds what a <see cref="LinkInlet"/> delivers; what is read is reported back so that the
/// actor consumes it: the link's credit bounds what waits here.
/// </summary>
/// <param name="consumed">Called with the number of messages that were read to their end; from the reading thread.</param>
/// <param name="closed">Called once when the reader disposes the stream; from the reading thread.</param>
public sealed class LinkReadStream(Action<int> consumed, Action closed) : Stream
{
    private readonly Channel<ByteString> _messages = Channel.CreateUnbounded<ByteString>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private ReadOnlyMemory<byte> _current;
    private long _position;
    private int _closed;

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

    /// <summary>Makes bytes available to the reader.</summary>
    public void Add(ByteString message) => _messages.Writer.TryWrite(message);

    /// <summary>Nothing follows; with a failure the reader gets it after what was added before.</summary>
    public void Complete(Exception? failure = null) => _messages.Writer.TryComplete(failure);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_current.IsEmpty)
        {
            if (!await _messages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                return 0;
            if (_messages.Reader.TryRead(out var message))
                Take(message);
        }

        var count = Math.Min(buffer.Length, _current.Length);
        _current[..count].CopyTo(buffer);
        _current = _current[count..];
        _position += count;
        if (_current.IsEmpty)
            consumed(1);
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
        if (disposing && Interlocked.Exchange(ref _closed, 1) == 0)
            closed();
        base.Dispose(disposing);
    }

    // An empty message has nothing to read and is consumed at once.
    private void Take(ByteString message)
    {
        _current = message.Memory;
        if (message.IsEmpty)
            consumed(1);
    }
}
