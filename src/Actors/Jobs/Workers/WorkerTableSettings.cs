namespace Actors.Jobs.Workers;

/// <summary>The patience of one worker; see <c>actors.jobs.worker</c> in reference.conf.</summary>
internal sealed record WorkerTableSettings
{
    /// <summary>How long a frozen run or an unaccepted result is kept while no broker renews its lease.</summary>
    public TimeSpan KeepWithoutLease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>While draining: how long results may still wait for their answer.</summary>
    public TimeSpan DrainResults { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Results kept beside what runs.</summary>
    public int ResultsKept { get; init; } = 64;
}
