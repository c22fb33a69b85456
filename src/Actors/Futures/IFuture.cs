namespace Actors.Futures;

/// <summary>A value that is made, or lies, on a worker, whatever its type.</summary>
public interface IFuture : IDisposable
{
    /// <summary>Names the value in the cluster. Of a pure function and its arguments it is always the same one.</summary>
    string Key { get; }

    FutureStatus Status { get; }

    /// <summary>It is finished, failed or cancelled. A value that was lost with its worker is pending again.</summary>
    bool IsDone { get; }

    /// <summary>Why it failed; null when it did not, or not yet. What the function threw is a <see cref="Services.RemoteException"/> with the remote stack.</summary>
    Exception? Exception { get; }

    /// <summary>Completed when it is done for the first time, in whatever way; it never fails. Whoever waits for it keeps the value wanted.</summary>
    Task Done { get; }

    /// <summary>Gives it up, and what depends on it. What runs is told to stop. Without effect when it is done.</summary>
    void Cancel();
}
