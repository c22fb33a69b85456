namespace Actors.Futures.Internal;

/// <summary>
/// One reference to a value, given back once: when it is disposed of, or by the garbage collector, and nobody waits for it. Whoever waits keeps it: a program may well
/// have nothing but the task in its hands.
/// </summary>
internal sealed class FutureHandle(FutureCell cell, TrackerPort tracker, FutureReader reader) : IDisposable
{
    private int _uses = 1; // of the future itself, and of each reader
    private int _isDisposed;
    private Task? _done;

    ~FutureHandle() => Drop();

    public FutureCell Cell => cell;

    /// <summary>Completed at the first end. While it is not, it keeps this handle from the garbage collector.</summary>
    public Task Done => cell.Done.Task.IsCompleted ? cell.Done.Task : Volatile.Read(ref _done) ?? (_done = WaitAsync());

    public async Task<byte[]> ReadAsync(CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(!TryUse(), this);
        try
        {
            return await reader.ReadAsync(cell.Key, cancel).ConfigureAwait(false);
        }
        finally
        {
            Drop();
        }
    }

    public void Cancel() => tracker.Tell(new TrackerProtocol.Cancel(cell.Key));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        GC.SuppressFinalize(this);
        Drop();
    }

    private async Task WaitAsync()
    {
        await using (tracker.Ended.UnsafeRegister(_ => cell.Set(FutureStatus.Cancelled, TrackerPort.Gone), null).ConfigureAwait(false))
            await cell.Done.Task.ConfigureAwait(false);
        GC.KeepAlive(this);
    }

    private bool TryUse()
    {
        while (Volatile.Read(ref _isDisposed) == 0 && Volatile.Read(ref _uses) is > 0 and var uses)
        {
            if (Interlocked.CompareExchange(ref _uses, uses + 1, uses) == uses)
                return true;
        }

        return false;
    }

    private void Drop()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
            tracker.Tell(new TrackerProtocol.Release(cell));
    }
}
