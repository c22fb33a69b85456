namespace Actors.Tests.Dataflow;

/// <summary>A clock that moves when told to, and stops at each timer on its way.</summary>
internal sealed class VirtualTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly List<VirtualTimer> _timers = [];
    private DateTimeOffset _now = Start;
    private TimeSpan _set;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now + _set;

    /// <summary>How far it moves by itself with each look: for what runs without a pause.</summary>
    public TimeSpan Step { get; set; }

    public override long GetTimestamp() => ((_now += Step) - Start).Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <param name="by">How far.</param>
    /// <param name="rest">Done after each timer.</param>
    public void Advance(TimeSpan by, Action rest)
    {
        var end = _now + by;
        while (_timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due) is { } next)
        {
            if (next.Due > _now) _now = next.Due;
            next.Fire();
            rest();
        }

        _now = end;
        rest();
    }

    /// <summary>Somebody sets the clock of the machine; timers and timestamps know nothing of it.</summary>
    public void Set(TimeSpan by) => _set += by;

    /// <summary>As if the machine had slept: timers are late.</summary>
    public void Jump(TimeSpan by) => _now += by;

    private sealed class VirtualTimer(VirtualTime time, Action callback) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time._timers.Remove(this);
            _period = period;
            if (dueTime < TimeSpan.Zero) return true;
            Due = time._now + dueTime;
            time._timers.Add(this);
            return true;
        }

        public void Fire()
        {
            time._timers.Remove(this);
            if (_period > TimeSpan.Zero)
            {
                Due = time._now + _period;
                time._timers.Add(this);
            }

            callback();
        }

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
