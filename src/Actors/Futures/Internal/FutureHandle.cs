using Akka.Actor;

namespace Actors.Futures.Internal;

/// <summary>What one future of the program shares with the tracker: it must not lead to the future, or the garbage collector would never release that.</summary>
internal sealed class FutureCell(string key)
{
    private Exception? _failure;
    private int _status;

    public string Key { get; } = key;

    public FutureStatus Status => (FutureStatus)Volatile.Read(ref _status);

    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Completed at the first end.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Set(FutureStatus status, Exception? failure)
    {
        Volatile.Write(ref _failure, failure); // before the status: who sees Failed sees why
        Volatile.Write(ref _status, (int)status);
        if (status != FutureStatus.Pending)
            Done.TrySetResult();
    }
}

/// <summary>One reference to a value, given back once: when it is disposed of, or by the garbage collector.</summary>
internal sealed class FutureHandle(FutureCell cell, IActorRef tracker, FutureReader reader) : IDisposable
{
    private int _isReleased;

    ~FutureHandle() => Release();

    public FutureCell Cell => cell;

    public async Task<byte[]> ReadAsync(CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isReleased) == 1, this);
        var value = await reader.ReadAsync(cell.Key, cancel).ConfigureAwait(false);
        GC.KeepAlive(this); // or the value could be released while it is read
        return value;
    }

    public void Cancel() => tracker.Tell(new FutureTracker.Cancel(cell.Key));

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
            tracker.Tell(new FutureTracker.Release(cell));
    }
}
