using System.Collections.Concurrent;

namespace Actors.Tests.Services;

/// <summary>One of a pool, which knows which one it is.</summary>
public sealed class Worker(WorkerPool pool) : IDisposable
{
    private readonly int _number = pool.Next();
    private int _running;

    public int Who()
    {
        pool.Calls.Enqueue(_number);
        return _number;
    }

    /// <summary>Waits until as many calls run as were told, each in an object of its own.</summary>
    public async Task<int> MeetAsync(int others, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _running) > 1)
            throw new InvalidOperationException("two calls at a time in one object");
        await pool.MeetAsync(others, cancel);
        Interlocked.Decrement(ref _running);
        return _number;
    }

    public void Dispose() => pool.Disposed.Enqueue(_number);
}

/// <summary>What the workers of one test share.</summary>
public sealed class WorkerPool
{
    private readonly TaskCompletionSource _allAreHere = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _made;
    private int _here;

    public ConcurrentQueue<int> Calls { get; } = [];

    public ConcurrentQueue<int> Disposed { get; } = [];

    public int Next() => Interlocked.Increment(ref _made);

    public async Task MeetAsync(int others, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _here) == others)
            _allAreHere.SetResult();
        await _allAreHere.Task.WaitAsync(cancel);
    }
}
