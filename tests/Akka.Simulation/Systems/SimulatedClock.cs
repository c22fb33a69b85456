namespace Akka.Simulation.Systems;

/// <summary>Virtual time for what asks a <see cref="TimeProvider"/>. Its timers are not offered: all timers go through the scheduler.</summary>
internal sealed class SimulatedClock(SimulatedProcess process) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => process.World.Time.Now.Ticks;

    public override DateTimeOffset GetUtcNow() => process.WallClock;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new InvalidOperationException("A timer past the scheduler cannot be simulated.");
}
