using Akka.Event;

namespace Akka.Actor.Scheduler;

/// <summary>The timers of one incarnation of an actor: a restart cancels all and makes another, so nothing set before it is delivered after it.</summary>
internal sealed class TimerScheduler(IActorContext context) : ITimerScheduler
{
    private readonly record struct Timer(long Generation, bool IsPeriodic, ICancelable Task);

    private readonly IScheduler _scheduler = context.System.Scheduler;
    private readonly bool _debug = context.System.Settings.DebugTimerScheduler;
    private Dictionary<object, Timer>? _timers;
    private long _generation;

    public IReadOnlyCollection<object> ActiveTimers => _timers is null ? [] : _timers.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => Start(key, msg, interval, interval, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) => Start(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(key, msg, initialDelay, interval, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, initialDelay, interval, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, null, ActorRefs.NoSender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) => Start(key, msg, timeout, null, sender);

    public bool IsTimerActive(object key) => _timers?.ContainsKey(key) ?? false;

    public void Cancel(object key)
    {
        if (_timers is null || !_timers.Remove(key, out var timer)) return;
        timer.Task.Cancel();
        if (_debug) Log("Cancel timer [{0}] of generation [{1}]", key, timer.Generation);
    }

    public void CancelAll()
    {
        if (_timers is null) return;
        foreach (var timer in _timers.Values) timer.Task.Cancel();
        _timers.Clear();
    }

    /// <summary>Asked when the message is delivered; takes a single timer off.</summary>
    /// <returns>False if the timer was cancelled or replaced meanwhile: the message is not for the actor.</returns>
    public bool Accepts(TimerMessage timed)
    {
        if (_timers is null || !_timers.TryGetValue(timed.Key, out var timer) || timer.Generation != timed.Generation)
        {
            if (_debug) Log("Discard timer [{0}] of generation [{1}]", timed.Key, timed.Generation);
            return false;
        }

        if (!timer.IsPeriodic) _timers.Remove(timed.Key);
        return true;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(message);
        Cancel(key);
        var generation = ++_generation;
        var timed = message is INotInfluenceReceiveTimeout
            ? new QuietTimerMessage(this, key, generation, message, sender)
            : new TimerMessage(this, key, generation, message, sender);
        var task = interval is { } period
            ? _scheduler.ScheduleTellRepeatedlyCancelable(delay, period, context.Self, timed, sender)
            : _scheduler.ScheduleTellOnceCancelable(delay, context.Self, timed, sender);
        (_timers ??= [])[key] = new Timer(generation, interval.HasValue, task);
        if (_debug) Log("Start timer [{0}] of generation [{1}]", key, generation);
    }

    private void Log(string format, object key, long generation) => context.GetLogger().Debug(format, key, generation);
}
