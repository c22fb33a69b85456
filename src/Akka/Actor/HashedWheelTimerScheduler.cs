#nullable disable annotations
using Akka.Actor.Scheduler;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The default scheduler. Messages are sent and actions run on its one thread, never early and about a tick late at most; scheduling and
/// calling off take constant time and no lock.
/// </summary>
public sealed class HashedWheelTimerScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    /// <summary>One megabyte of empty buckets.</summary>
    private const int MaxTicksPerWheel = 65_536;

    private readonly TimeProvider _clock;
    private readonly WheelDriver _driver;
    private readonly TimeSpan _shutdownTimeout;

    /// <exception cref="ConfigurationException">A setting of <c>akka.scheduler</c> is out of its range.</exception>
    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log) : this(scheduler, log, TimeProvider.System) { }

    internal HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log, TimeProvider clock, bool ownThread = true) : base(scheduler, log)
    {
        _clock = clock;
        _shutdownTimeout = scheduler.GetTimeSpan("akka.scheduler.shutdown-timeout");
        var tick = scheduler.GetTimeSpan("akka.scheduler.tick-duration");
        if (tick < TimeSpan.FromMilliseconds(1)) throw new ConfigurationException($"akka.scheduler.tick-duration must be at least 1ms, found {tick}.");
        var ticks = scheduler.GetInt("akka.scheduler.ticks-per-wheel");
        if (ticks is < 1 or > MaxTicksPerWheel)
            throw new ConfigurationException($"akka.scheduler.ticks-per-wheel must be between 1 and {MaxTicksPerWheel}, found {ticks}.");
        _driver = new WheelDriver(clock, tick, ticks, log, ownThread);
    }

    public override TimeSpan MonotonicClock => _driver.Now;

    public override TimeSpan HighResMonotonicClock => _driver.Now;

    protected override DateTimeOffset TimeNow => _clock.GetUtcNow();

    /// <summary>Waits for running work up to <c>akka.scheduler.shutdown-timeout</c>; work that is not due yet is forgotten.</summary>
    public void Dispose() => _driver.Stop(_shutdownTimeout);

    /// <summary>Runs what is due, for a scheduler without a thread of its own.</summary>
    internal void Turn() => _driver.Turn();

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(new ScheduledTell(_driver, cancelable, receiver, message, sender), delay, TimeSpan.Zero, cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(new ScheduledTell(_driver, cancelable, receiver, message, sender), initialDelay, interval, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Add(new ScheduledAction(_driver, cancelable, action), delay, TimeSpan.Zero, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Add(new ScheduledRunnable(_driver, cancelable, action), delay, TimeSpan.Zero, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(new ScheduledAction(_driver, cancelable, action), initialDelay, interval, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(new ScheduledRunnable(_driver, cancelable, action), initialDelay, interval, cancelable);

    private void Add(ScheduledWork work, TimeSpan delay, TimeSpan interval, ICancelable cancelable)
    {
        if (cancelable is { IsCancellationRequested: true }) return;
        _driver.Add(work, delay, interval);
        (cancelable as Cancelable)?.Attach(work);
    }
}
