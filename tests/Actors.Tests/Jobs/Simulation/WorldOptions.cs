namespace Actors.Tests.Jobs.Simulation;

/// <summary>What a run of the world does to its inhabitants. The last group breaks the product on purpose: the checkers have to notice.</summary>
internal sealed record WorldOptions
{
    public int Workers { get; init; } = 3;

    public int Jobs { get; init; } = 30;

    public double Loss { get; init; } = 0.05;

    public double Duplication { get; init; } = 0.05;

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>The part of the messages that come seconds late, perhaps after their sender's end.</summary>
    public double Stragglers { get; init; } = 0.01;

    public bool CrashWorkers { get; init; } = true;

    public bool CrashBrokers { get; init; } = true;

    public bool Partition { get; init; } = true;

    /// <summary>Runs that fail, and jobs that kill their workers.</summary>
    public bool BadRuns { get; init; } = true;

    /// <summary>The lease events of all present runs are lost with their broker, as the last one may be: dispatch does not wait for them.</summary>
    public bool LoseLeases { get; init; }

    /// <summary>
    /// As the product is today: the journal goes with its broker, ballots come from clocks that differ, clients submit again what is lost, and the next broker
    /// learns from the workers what runs.
    /// </summary>
    public bool LedgerIsVolatile { get; init; }

    /// <summary>Workers that leave in good order and come back.</summary>
    public bool DrainWorkers { get; init; } = true;

    /// <summary>Jobs with deadlines, with times before which they must not run, and with inputs that somebody else puts into the store.</summary>
    public bool MixedJobs { get; init; } = true;

    public TimeSpan Chaos { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The broker takes every result as if it came under the present epoch.</summary>
    public bool IgnoreEpochs { get; init; }

    /// <summary>Answers leave before their events are durable.</summary>
    public bool AnswerEarly { get; init; }

    /// <summary>The worker believes in leases three times as long as the broker's.</summary>
    public bool WorkersTrustTooLong { get; init; }

    /// <summary>A new broker grants at once, without waiting for the old one's leases.</summary>
    public bool NoGrace { get; init; }
}
