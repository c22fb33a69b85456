namespace Actors.Internal;

/// <summary>Some bytes that were read already, then the rest of the stream they came from. Forward only; disposing it leaves that stream open.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
{
    private readonly Lock _gate = new(); // guards _reading and _isLeft
    private ReadOnlyMemory<byte> _prefix = prefix;
    private Task _reading = Task.CompletedTask;
    private bool _isLeft;

    /// <summary>The rest is not where it was any more.</summary>
    public bool HasReadOn { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_prefix.IsEmpty)
            return new ValueTask<int>(ReadOnAsync(buffer, cancellationToken));
        var count = Math.Min(buffer.Length, _prefix.Length);
        _prefix[..count].CopyTo(buffer);
        _prefix = _prefix[count..];
        return ValueTask.FromResult(count);
    }

    /// <summary>Who reads this may not have ended; from now on the rest is free for others.</summary>
    public Task LeaveAsync()
    {
        lock (_gate)
        {
            _isLeft = true;
            return _reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private Task<int> ReadOnAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        HasReadOn = true;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isLeft, this);
            var reading = rest.ReadAsync(buffer, cancel).AsTask();
            _reading = reading;
            return reading;
        }
    }
}
