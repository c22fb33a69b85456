using Akka.Dispatch;

namespace Akka.Actor.Scheduler;

/// <summary>Something that the wheel will run. The wheel thread and a canceller compete for it by its state.</summary>
internal abstract class ScheduledWork(WheelDriver driver, ICancelable? cancelable)
{
    private const int Fresh = 0;
    private const int Waiting = 1;
    private const int Running = 2;
    private const int Over = 3;

    private int _state;

    /// <summary>When it is due, on the driver's clock, and the period after which it is due again; zero for once.</summary>
    public long DueTicks;
    public long IntervalTicks;

    /// <summary>The wheel tick of <see cref="DueTicks"/>. With the bucket's links it belongs to the wheel thread.</summary>
    public long WheelTick;
    public ScheduledWork? Previous;
    public bool IsInBucket;

    /// <summary>The next in the driver's stack of fresh work, then in the bucket.</summary>
    public ScheduledWork? Next;

    /// <summary>The next in the driver's stack of cancelled work: it may be in a bucket still.</summary>
    public ScheduledWork? NextCancelled;

    public bool IsLive => Volatile.Read(ref _state) != Over;

    /// <summary>Any thread. Whoever takes it out of the waiting state owns the payload, so it is released without racing with a run.</summary>
    public void Cancel()
    {
        var before = Interlocked.Exchange(ref _state, Over);
        if (before is Running or Over) return;
        Release();
        // Fresh work is not in the wheel and will not get there.
        if (before == Waiting) driver.OnCancelled(this);
    }

    /// <summary>Called by the wheel thread before it puts the work into a bucket; false if it was called off.</summary>
    public bool TryAccept() => Interlocked.CompareExchange(ref _state, Waiting, Fresh) == Fresh;

    /// <summary>Called by the wheel thread when the work is due; false if it was called off.</summary>
    public bool TryStart()
    {
        // The work of a foreign cancelable, or one of many on the same, is not attached to it and asks here.
        if (cancelable is { IsCancellationRequested: true }) Cancel();
        return Interlocked.CompareExchange(ref _state, Running, Waiting) == Waiting;
    }

    /// <summary>Called by the wheel thread after a run; true if the work waits for its next turn.</summary>
    public bool TryContinue()
    {
        if (IntervalTicks > 0 && Interlocked.CompareExchange(ref _state, Waiting, Running) == Running) return true;
        Volatile.Write(ref _state, Over);
        Release();
        return false;
    }

    public abstract void Run();

    /// <summary>Lets go of what it would have run: a cancelled or finished work may be referred to for long.</summary>
    protected abstract void Release();
}

internal sealed class ScheduledTell(WheelDriver driver, ICancelable? cancelable, ICanTell receiver, object message, IActorRef? sender)
    : ScheduledWork(driver, cancelable)
{
    private ICanTell? _receiver = receiver;
    private object? _message = message;
    private IActorRef? _sender = sender;

    public override void Run() => _receiver!.Tell(_message!, _sender!);

    protected override void Release()
    {
        _receiver = null;
        _message = null;
        _sender = null;
    }
}

internal sealed class ScheduledAction(WheelDriver driver, ICancelable? cancelable, Action action) : ScheduledWork(driver, cancelable)
{
    private Action? _action = action;

    public override void Run() => _action!();

    protected override void Release() => _action = null;
}

internal sealed class ScheduledRunnable(WheelDriver driver, ICancelable? cancelable, IRunnable runnable) : ScheduledWork(driver, cancelable)
{
    private IRunnable? _runnable = runnable;

    public override void Run() => _runnable!.Run();

    protected override void Release() => _runnable = null;
}
