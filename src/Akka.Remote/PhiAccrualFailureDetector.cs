#nullable disable annotations
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Internal.FailureDetectors;

namespace Akka.Remote;

/// <summary>
/// Weighs the time since the last heartbeat against the intervals seen before: the resource is believed dead when the
/// suspicion, phi, reaches a threshold. It so adapts to the network it runs in.
/// </summary>
public class PhiAccrualFailureDetector : FailureDetector
{
    private readonly Clock _clock;
    private readonly double _threshold;
    private readonly int _maxSampleSize;
    private readonly double _minStdDeviation;
    private readonly double _acceptablePause;
    private readonly double _firstEstimate;
    private State _state;

    /// <param name="threshold">Phi at which the resource counts as dead; 8 to 12 are usual.</param>
    /// <param name="maxSampleSize">How many intervals are remembered.</param>
    /// <param name="minStdDeviation">Lower bound of the spread, so that a very regular past does not make it nervous.</param>
    /// <param name="acceptableHeartbeatPause">A pause, of garbage collection for one, that is always forgiven.</param>
    /// <param name="firstHeartbeatEstimate">Taken for the interval until there are two heartbeats.</param>
    /// <param name="clock">Default: the machine's monotonic clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative, or zero where it may not be.</exception>
    public PhiAccrualFailureDetector(double threshold, int maxSampleSize, TimeSpan minStdDeviation, TimeSpan acceptableHeartbeatPause,
        TimeSpan firstHeartbeatEstimate, Clock clock = null) : this(clock)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxSampleSize);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(minStdDeviation, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(acceptableHeartbeatPause, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstHeartbeatEstimate, TimeSpan.Zero);
        _threshold = threshold;
        _maxSampleSize = maxSampleSize;
        _minStdDeviation = minStdDeviation.TotalMilliseconds;
        _acceptablePause = acceptableHeartbeatPause.TotalMilliseconds;
        _firstEstimate = firstHeartbeatEstimate.TotalMilliseconds;
    }

    /// <summary>Reads <c>threshold</c>, <c>max-sample-size</c>, <c>min-std-deviation</c>, <c>acceptable-heartbeat-pause</c> and <c>heartbeat-interval</c>.</summary>
    public PhiAccrualFailureDetector(Config config, EventStream ev) : this(config, DefaultClock)
    {
    }

    internal PhiAccrualFailureDetector(Config config, Clock clock)
        : this(config.GetDouble("threshold"), config.GetInt("max-sample-size"), config.GetTimeSpan("min-std-deviation"),
            config.GetTimeSpan("acceptable-heartbeat-pause"), config.GetTimeSpan("heartbeat-interval"), clock)
    {
    }

    protected PhiAccrualFailureDetector(Clock clock) => _clock = clock ?? DefaultClock;

    /// <summary>What is watched, for log lines.</summary>
    public string Address { get; set; } = "N/A";

    public override bool IsAvailable => Suspicion(Volatile.Read(ref _state), _clock()) < _threshold;

    public override bool IsMonitoring => Volatile.Read(ref _state) is not null;

    internal double CurrentPhi => Suspicion(Volatile.Read(ref _state), _clock());

    public override void HeartBeat()
    {
        var now = _clock();
        while (true)
        {
            var seen = Volatile.Read(ref _state);
            if (Interlocked.CompareExchange(ref _state, new State(HistoryWith(seen, now), now), seen) == seen) return;
        }
    }

    private HeartbeatHistory HistoryWith(State seen, long now)
    {
        if (seen is null)
        {
            // Two made-up intervals with the estimate as their mean and a quarter of it as their spread.
            var spread = _firstEstimate / 4;
            return HeartbeatHistory.Empty(_maxSampleSize).With(_firstEstimate - spread).With(_firstEstimate + spread);
        }
        // The silence of a resource that was believed dead is no sample of how regularly it beats.
        return Suspicion(seen, now) < _threshold ? seen.History.With(now - seen.LastHeartbeat) : seen.History;
    }

    private double Suspicion(State state, long now) => state is null
        ? 0
        : Phi.Of(now - state.LastHeartbeat, state.History.Mean + _acceptablePause, Math.Max(state.History.StandardDeviation, _minStdDeviation));

    private sealed record State(HeartbeatHistory History, long LastHeartbeat);
}
