using Akka.Event;

namespace Akka.Actor.Scheduler;

/// <summary>
/// Turns a <see cref="TimerWheel"/> by a clock, on a thread of its own that starts with the first work.
/// </summary>
/// <remarks>
/// Callers push fresh and cancelled work on two lock-free stacks; the thread empties them at each tick. While there is traffic the thread
/// ticks and nobody wakes it. After a tick without traffic it is idle: it sleeps until the next occupied bucket, or without end if there
/// is none, and the next push wakes it.
/// <para>A push is an interlocked exchange on the stack and then a read of the mode; going idle is an interlocked exchange of the mode and
/// then a read of the stacks. Both are full fences, so of a push and a going-idle that race at least one sees the other.</para>
/// </remarks>
internal sealed class WheelDriver
{
    private const int Ticking = 0;
    private const int Idle = 1;
    private const int NotStarted = 2;
    private const int Stopped = 3;

    /// <summary>More than the one that the same caller has just cancelled, as others push in between.</summary>
    private const int MaxLeftOut = 4;

    private readonly TimeProvider _clock;
    private readonly long _origin;
    private readonly long _tickTicks;
    private readonly ILoggingAdapter _log;
    private readonly TimerWheel _wheel;
    // Guards _woken; waited on by the wheel thread only.
    private readonly object _sleep = new();
    private bool _woken;
    private readonly List<ScheduledWork> _due = [];
    private ScheduledWork? _fresh;
    private ScheduledWork? _cancelled;
    private Thread? _thread;
    private int _mode;

    /// <param name="clock">Its timestamps are the monotonic clock.</param>
    /// <param name="tick">All work is late by at most one tick, never early.</param>
    /// <param name="ticksPerWheel">Buckets.</param>
    /// <param name="log">Where failures of the work go.</param>
    /// <param name="ownThread">False: somebody else calls <see cref="Turn"/>.</param>
    public WheelDriver(TimeProvider clock, TimeSpan tick, int ticksPerWheel, ILoggingAdapter log, bool ownThread = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tick, TimeSpan.FromMilliseconds(1));
        _clock = clock;
        _origin = clock.GetTimestamp();
        _tickTicks = tick.Ticks;
        _log = log;
        _wheel = new TimerWheel(ticksPerWheel);
        _mode = ownThread ? NotStarted : Ticking;
    }

    /// <summary>Since the driver was made.</summary>
    public TimeSpan Now => _clock.GetElapsedTime(_origin);

    /// <summary>Only when no other thread turns the wheel.</summary>
    internal int Count => _wheel.Count;

    /// <exception cref="SchedulerException">The driver was stopped.</exception>
    public void Add(ScheduledWork work, TimeSpan delay, TimeSpan interval)
    {
        if (Volatile.Read(ref _mode) == Stopped) throw new SchedulerException("The scheduler was shut down and takes no more work.");
        work.IntervalTicks = interval.Ticks;
        work.DueTicks = Plus(Now.Ticks, delay.Ticks);
        Push(work);
        if (Volatile.Read(ref _mode) != Ticking) Wake();
    }

    public void OnCancelled(ScheduledWork work)
    {
        work.NextCancelled = Volatile.Read(ref _cancelled);
        while (Interlocked.CompareExchange(ref _cancelled, work, work.NextCancelled) is var other && other != work.NextCancelled) work.NextCancelled = other;
        if (Volatile.Read(ref _mode) != Ticking) Wake();
    }

    /// <summary>Takes in what was pushed, and runs what is due.</summary>
    /// <returns>Whether anything was pushed.</returns>
    public bool Turn()
    {
        var fresh = Interlocked.Exchange(ref _fresh, null);
        var cancelled = Interlocked.Exchange(ref _cancelled, null);
        var traffic = fresh is not null || cancelled is not null;
        AddAll(fresh);
        while (cancelled is not null)
        {
            _wheel.Remove(cancelled);
            (cancelled, cancelled.NextCancelled) = (cancelled.NextCancelled, null);
        }

        _wheel.TakeDue(Now.Ticks / _tickTicks, _due);
        foreach (var work in _due) Run(work);
        _due.Clear();
        return traffic;
    }

    /// <param name="timeout">How long to wait for work that is running.</param>
    public void Stop(TimeSpan timeout)
    {
        if (Interlocked.Exchange(ref _mode, Stopped) == Stopped) return;
        EndSleep();
        if (Volatile.Read(ref _thread) is { } thread && thread != Thread.CurrentThread && !thread.Join(timeout))
            _log.Warning("The scheduler's thread did not stop within {0} (akka.scheduler.shutdown-timeout).", timeout);
    }

    /// <summary>
    /// Work on top that was cancelled meanwhile is left out, so that an Ask after the other does not pile up until the next tick. Links below the top
    /// change only after the thread has taken the whole stack, and then the exchange fails.
    /// </summary>
    private void Push(ScheduledWork work)
    {
        var top = Volatile.Read(ref _fresh);
        for (; ; )
        {
            work.Next = top;
            for (var i = 0; i < MaxLeftOut && work.Next is { IsLive: false } cancelled; i++) work.Next = cancelled.Next;
            var seen = Interlocked.CompareExchange(ref _fresh, work, top);
            if (seen == top) return;
            top = seen;
        }
    }

    private static long Plus(long ticks, long delay) => delay > long.MaxValue - ticks ? long.MaxValue : ticks + delay;

    private void AddAll(ScheduledWork? stack)
    {
        ScheduledWork? queue = null;
        while (stack is not null) (stack, stack.Next, queue) = (stack.Next, queue, stack);
        while (queue is not null)
        {
            var work = queue;
            (queue, work.Next) = (work.Next, null);
            if (work.TryAccept()) Place(work);
        }
    }

    private void Place(ScheduledWork work)
    {
        // Rounded up: a tick runs after its time has come, so work is never early.
        work.WheelTick = (work.DueTicks - 1) / _tickTicks + 1;
        _wheel.Add(work);
    }

    private void Run(ScheduledWork work)
    {
        if (!work.TryStart()) return;
        try
        {
            work.Run();
        }
        catch (Exception e)
        {
            // The wheel serves the whole system: it must survive any work.
            _log.Error(e, "Scheduled work failed.");
        }

        if (!work.TryContinue()) return;
        var now = Now.Ticks;
        work.DueTicks = Plus(work.DueTicks, work.IntervalTicks);
        // Periods that were missed while the thread was held up are skipped, not made up for in a burst.
        if (work.DueTicks < now) work.DueTicks = Plus(now, work.IntervalTicks);
        Place(work);
    }

    private void Wake()
    {
        if (Interlocked.CompareExchange(ref _mode, Ticking, NotStarted) == NotStarted)
        {
            var thread = new Thread(TurnUntilStopped) { IsBackground = true, Name = "scheduler" };
            Volatile.Write(ref _thread, thread);
            thread.UnsafeStart();
        }
        else if (Interlocked.CompareExchange(ref _mode, Ticking, Idle) == Idle)
        {
            EndSleep();
        }
    }

    private void TurnUntilStopped()
    {
        while (Volatile.Read(ref _mode) != Stopped)
        {
            var traffic = Turn();
            var next = _wheel.NextOccupiedTick();
            if (traffic || next <= _wheel.NextTick) SleepUntil(_wheel.NextTick);
            else SleepIdle(next);
        }
    }

    private void SleepIdle(long tick)
    {
        if (Interlocked.CompareExchange(ref _mode, Idle, Ticking) != Ticking) return;
        if (Volatile.Read(ref _fresh) is null && Volatile.Read(ref _cancelled) is null) SleepUntil(tick);
        Interlocked.CompareExchange(ref _mode, Ticking, Idle);
    }

    private void SleepUntil(long tick)
    {
        if (tick == long.MaxValue)
        {
            Sleep(Timeout.Infinite);
            return;
        }

        var wait = TimeSpan.FromTicks(tick * _tickTicks) - Now;
        if (wait > TimeSpan.Zero) Sleep((int)Math.Min(Math.Ceiling(wait.TotalMilliseconds), int.MaxValue));
    }

    private void Sleep(int milliseconds)
    {
        lock (_sleep)
        {
            if (!_woken) Monitor.Wait(_sleep, milliseconds);
            _woken = false;
        }
    }

    private void EndSleep()
    {
        lock (_sleep)
        {
            _woken = true;
            Monitor.Pulse(_sleep);
        }
    }
}
