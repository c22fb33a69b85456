#nullable disable annotations
using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Believes a resource dead when its last heartbeat is older than the pause allowed plus the heartbeat interval.</summary>
public class DeadlineFailureDetector : FailureDetector
{
    private const long Never = long.MinValue;

    private readonly Clock _clock;
    private readonly long _limitMilliseconds;
    private long _lastHeartbeat = Never;

    public DeadlineFailureDetector(TimeSpan acceptableHeartbeatPause, Clock clock = null) : this(acceptableHeartbeatPause, TimeSpan.Zero, clock)
    {
    }

    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or both are zero.</exception>
    public DeadlineFailureDetector(TimeSpan acceptableHeartbeatPause, TimeSpan heartbeatInterval, Clock clock = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(acceptableHeartbeatPause, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(heartbeatInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(acceptableHeartbeatPause + heartbeatInterval, TimeSpan.Zero, nameof(acceptableHeartbeatPause));
        _limitMilliseconds = (long)(acceptableHeartbeatPause + heartbeatInterval).TotalMilliseconds;
        _clock = clock ?? DefaultClock;
    }

    /// <summary>Reads <c>acceptable-heartbeat-pause</c> and <c>heartbeat-interval</c>.</summary>
    public DeadlineFailureDetector(Config config, EventStream eventStream)
        : this(config, DefaultClock)
    {
    }

    internal DeadlineFailureDetector(Config config, Clock clock)
        : this(config.GetTimeSpan("acceptable-heartbeat-pause"), config.GetTimeSpan("heartbeat-interval"), clock)
    {
    }

    public override bool IsAvailable
    {
        get
        {
            var last = Volatile.Read(ref _lastHeartbeat);
            return last == Never || _clock() - last <= _limitMilliseconds;
        }
    }

    public override bool IsMonitoring => Volatile.Read(ref _lastHeartbeat) != Never;

    public override void HeartBeat() => Volatile.Write(ref _lastHeartbeat, _clock());
}
