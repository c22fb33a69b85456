#nullable disable annotations
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>A scheduler whose time stands still until the test moves it. What falls due runs on the thread that moves the time, in order of its due
/// time; put it in place by <see cref="Configs.TestConfigs.TestSchedulerConfig"/>.</summary>
public class TestScheduler : IScheduler, IAdvancedScheduler
{
    // Guards the queue and both times. Work runs outside it.
    private readonly Lock _gate = new();
    private readonly PriorityQueue<ScheduledWork, (DateTimeOffset Due, long Order)> _work = new();
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();
    private DateTimeOffset _now;
    private long _order;

    /// <param name="schedulerConfig">Unused: nothing about it can be set.</param>
    /// <param name="log">Unused.</param>
    public TestScheduler(Config schedulerConfig, ILoggingAdapter log) => _now = _start;

    /// <summary>Begins with the wall time of the scheduler's creation.</summary>
    public DateTimeOffset Now => TimeNow;

    public TimeSpan MonotonicClock => TimeNow - _start;

    public TimeSpan HighResMonotonicClock => MonotonicClock;

    public IAdvancedScheduler Advanced => this;

    protected DateTimeOffset TimeNow
    {
        get
        {
            lock (_gate) return _now;
        }
    }

    /// <summary>Moves the time and runs what falls due on the way, including what that work schedules itself.</summary>
    public void Advance(TimeSpan offset)
    {
        if (offset < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(offset), offset, "Time cannot go back");
        AdvanceTo(TimeNow + offset);
    }

    public void AdvanceTo(DateTimeOffset when)
    {
        if (when < TimeNow) throw new InvalidOperationException($"Time cannot go back: it is {TimeNow:O} already, {when:O} was asked for");
        while (TakeDue(when) is { } work) work.Run();
    }

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(delay, null, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Add(delay, null, action, cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) => ScheduleRepeatedly(initialDelay, interval, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(initialDelay, interval, action, cancelable);

    public void ScheduleOnce(TimeSpan delay, IRunnable action) => ScheduleOnce(delay, action, null);

    public void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) => Add(delay, null, action.Run, cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action) => ScheduleRepeatedly(initialDelay, interval, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(initialDelay, interval, action.Run, cancelable);

    private void Add(TimeSpan delay, TimeSpan? interval, Action action, ICancelable cancelable)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (delay < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(delay), delay, "The delay must not be negative");
        if (interval <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(interval), interval, "The interval must be positive");
        lock (_gate) Enqueue(new ScheduledWork(_now + delay, interval, action, cancelable));
    }

    private void Enqueue(ScheduledWork work) => _work.Enqueue(work, (work.Due, _order++));

    private ScheduledWork TakeDue(DateTimeOffset when)
    {
        lock (_gate)
        {
            while (_work.TryPeek(out var work, out _) && work.Due <= when)
            {
                _work.Dequeue();
                if (work.IsCancelled) continue;
                if (work.Due > _now) _now = work.Due;
                if (work.Interval is { } interval) Enqueue(work with { Due = work.Due + interval });
                return work;
            }

            if (when > _now) _now = when;
            return null;
        }
    }
}
