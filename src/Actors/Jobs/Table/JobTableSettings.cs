using Actors.Dispatch;

namespace Actors.Jobs.Table;

/// <summary>The limits of one broker's table; see <c>actors.jobs.broker</c> in reference.conf for where the defaults come from.</summary>
internal sealed record JobTableSettings
{
    public LeaseTerms Lease { get; init; } = new(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(500));

    /// <summary>The largest that a job may ask for; see <c>actors.jobs.max-limits</c>.</summary>
    public JobLimits MaxLimits { get; init; } = JobLimits.Largest;

    public int MaxJobs { get; init; } = 1_000_000;

    public int MaxLabelClasses { get; init; } = 1_000;

    public int EndedJobsKept { get; init; } = 100_000;

    public TimeSpan EndedJobsKeptFor { get; init; } = TimeSpan.FromDays(1);

    public long LogBytesKept { get; init; } = 64L << 20;

    public int UncleanRunLimit { get; init; } = 3;

    public int RecoveryLimit { get; init; } = 10;

    public TimeSpan LostRunPause { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LostRunLongestPause { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan InputLookPause { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan InputLookLongestPause { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan MissingInputGrace { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan OrphanInputGrace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The ledger forgets when the broker's process ends. Then a worker's word is taken for jobs that this broker has never heard of.</summary>
    public bool LedgerIsVolatile { get; init; } = true;
}
