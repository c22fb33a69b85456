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
