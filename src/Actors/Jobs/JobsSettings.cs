using Actors.Configuration;
using Actors.Dispatch;
using Actors.Jobs.Table;
using Actors.Jobs.Workers;
using Akka.Configuration;

namespace Actors.Jobs;

/// <summary>The settings under <c>actors.jobs</c>; <c>reference.conf</c> says what each is for.</summary>
public sealed record JobsSettings
{
    private static readonly string[] Sandboxes = ["auto", "bubblewrap", "namespaces", "none"];

    /// <summary><c>auto</c>, <c>bubblewrap</c>, <c>namespaces</c> or <c>none</c>.</summary>
    public required string Sandbox { get; init; }

    /// <summary>The absolute path of the interpreter of python jobs.</summary>
    public required string Python { get; init; }

    /// <summary>Jobs that a worker runs at a time.</summary>
    public required int Slots { get; init; }

    /// <summary>The parent of the worker's work folder; empty: the system's temporary folder.</summary>
    public required string WorkDir { get; init; }

    public required long CacheBytes { get; init; }

    /// <summary>How long running jobs may go on after the worker was told to leave.</summary>
    public required TimeSpan DrainTimeout { get; init; }

    internal JobTableSettings Table { get; init; } = new();

    internal WorkerTableSettings Worker { get; init; } = new();

    internal RunLimits Run { get; init; } = new();

    /// <param name="config">The whole configuration, with the reference settings below it.</param>
    /// <exception cref="ActorsException">A value is out of range; the message names its path.</exception>
    public static JobsSettings From(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var jobs = new SettingsSection(config, "actors.jobs");
        var worker = new SettingsSection(config, "actors.jobs.worker");
        return new JobsSettings
        {
            Sandbox = jobs.OneOf("sandbox", Sandboxes),
            Python = jobs.Text("python"),
            Slots = worker.Within("slots", 0, 4096) is var slots and > 0 ? slots : Environment.ProcessorCount,
            WorkDir = worker.Text("work-dir"),
            CacheBytes = worker.Size("cache-size", 1 << 20),
            DrainTimeout = worker.Time("drain-timeout"),
            Table = TableOf(new SettingsSection(config, "actors.jobs.broker")) with { MaxLimits = MaxLimitsOf(new SettingsSection(config, "actors.jobs.max-limits")) },
            Worker = new WorkerTableSettings { KeepWithoutLease = worker.Time("keep-without-lease"), ResultsKept = worker.Within("results-kept", 1, 10_000) },
            Run = RunLimitsOf(worker),
        };
    }

    private static RunLimits RunLimitsOf(SettingsSection worker)
    {
        var limits = new RunLimits
        {
            LogHeadBytes = (int)worker.Size("log-head", 1024, 32 << 10),
            LogTailBytes = (int)worker.Size("log-tail", 1024, 32 << 10),
            MaxInputBytes = worker.Size("max-input-size", 1 << 20),
            FetchPatience = worker.Time("fetch-patience"),
            StorePatience = worker.Time("store-patience"),
        };
        var bytes = limits.LogHeadBytes + limits.LogTailBytes;
        return bytes <= RunLimits.MostLogBytes
            ? limits
            : throw new ActorsException(
                ErrorCodes.Invalid, $"actors.jobs.worker.log-head and log-tail are {bytes} bytes together; expected: at most {RunLimits.MostLogBytes}, to fit into a message with an output.");
    }

    private static JobLimits MaxLimitsOf(SettingsSection limits) => new()
    {
        Wall = limits.Time("wall", JobLimits.Default.Wall, JobLimits.Largest.Wall),
        Cpu = limits.Time("cpu", JobLimits.Default.Cpu, JobLimits.Largest.Cpu),
        MemoryBytes = limits.Size("memory", JobLimits.Default.MemoryBytes, JobLimits.Largest.MemoryBytes),
        OutputBytes = limits.Size("output", JobLimits.Default.OutputBytes, JobLimits.Largest.OutputBytes),
        DiskBytes = limits.Size("disk", JobLimits.Default.DiskBytes, JobLimits.Largest.DiskBytes),
        Files = limits.Within("files", JobLimits.Default.Files, JobLimits.Largest.Files),
        Processes = limits.Within("processes", JobLimits.Default.Processes, JobLimits.Largest.Processes),
    };

    private static LeaseTerms LeaseOf(SettingsSection broker)
    {
        var terms = new LeaseTerms(broker.Time("lease"), broker.Time("lease-margin"));
        return terms.Margin < terms.Duration / 3
            ? terms
            : throw new ActorsException(ErrorCodes.Invalid, $"actors.jobs.broker.lease-margin is {terms.Margin}; expected: less than a third of lease ({terms.Duration}).");
    }

    private static JobTableSettings TableOf(SettingsSection broker) => new()
    {
        Lease = LeaseOf(broker),
        MaxJobs = broker.Within("max-jobs", 1, 10_000_000),
        MaxLabelClasses = broker.Within("max-label-sets", 1, 100_000),
        EndedJobsKept = broker.Within("ended-jobs-kept", 1, 10_000_000),
        EndedJobsKeptFor = broker.Time("ended-jobs-kept-for"),
        LogBytesKept = broker.Size("logs-kept", 1 << 20),
        UncleanRunLimit = broker.Within("unclean-run-limit", 1, 100),
        RecoveryLimit = broker.Within("recovery-limit", 1, 1000),
        MissingInputGrace = broker.Time("missing-input-grace"),
        OrphanInputGrace = broker.Time("orphan-input-grace"),
    };
}
