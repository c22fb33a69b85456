namespace Akka.Actor.Internal;

/// <summary>
/// Where the world enters the engine: time, randomness, threads and network. The simulation passes its own; everybody else gets the real ones.
/// </summary>
internal sealed class EngineSeams : Setup.Setup
{
    /// <summary>Wall clock and monotonic clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Seed of everything random in the system; null for a fresh one.</summary>
    public int? Seed { get; init; }

    /// <summary>Makes the scheduler instead of <c>akka.scheduler.implementation</c>.</summary>
    public Func<ActorSystemImpl, IScheduler>? Scheduler { get; init; }

    /// <summary>Runs all mailboxes of all dispatchers instead of the thread pool.</summary>
    public Action<Dispatch.IRunnable>? Executor { get; init; }

    /// <summary>The network of Akka.Remote (its INetwork), null for TCP.</summary>
    public object? Network { get; init; }

    /// <summary>Ends the process, for <c>akka.coordinated-shutdown.exit-clr</c>.</summary>
    public Action<int> Exit { get; init; } = Environment.Exit;
}
