using Actors.Dispatch;

namespace Actors.Jobs.Table;

/// <summary>
/// What is said of a job that the table does not know. While the ledger is volatile it may have been lost with the broker before, or it runs and its
/// worker has not said so yet; ids tell when they were minted, so such jobs are told apart from those that never were.
/// </summary>
internal sealed class UnknownJobs(JobTableSettings settings)
{
    // Clients mint the ids by clocks of their own, and a clock may be set back: within so much nobody can tell what was before.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    private Moment _since;
    private DateTimeOffset _mintedUntil;

    /// <summary>This broker becomes the active one.</summary>
    /// <param name="now">When.</param>
    /// <param name="hadPredecessor">Another one was known before.</param>
    public void Begin(Moment now, bool hadPredecessor) => (_since, _mintedUntil) = (now, hadPredecessor ? now.Wall + ClocksDiffer : now.Wall);

    /// <param name="id">The job that is asked about.</param>
    /// <param name="grantsFrom">Until then workers may claim what they run.</param>
    /// <param name="now">The time of the question.</param>
    public (string Code, string Message) Explain(JobId id, TimeSpan grantsFrom, Moment now)
    {
        if (!MayBeOfPredecessor(id))
            return (ErrorCodes.NotFound, $"There is no job {id}.");
        return now.Monotonic < grantsFrom || now.Monotonic < settings.Lease.BrokerEnd(_since.Monotonic)
            ? (ErrorCodes.Unavailable, $"The broker took over at {_since.Wall:u} and waits for workers to tell what they run; ask about job {id} again.")
            : (ErrorCodes.NotFound, $"There is no job {id}. This broker took over at {_since.Wall:u}; the journal is in memory, so a job that was accepted before and did not run then is lost: submit it again.");
    }

    // Older ones would be forgotten by now, whoever knew them.
    private bool MayBeOfPredecessor(JobId id) =>
        settings.LedgerIsVolatile
        && id.MintedUnixMs < _mintedUntil.ToUnixTimeMilliseconds()
        && id.MintedUnixMs > (_since.Wall - settings.EndedJobsKeptFor).ToUnixTimeMilliseconds();
}
