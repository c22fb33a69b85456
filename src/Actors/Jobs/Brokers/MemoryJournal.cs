using Actors.Dispatch;
using Actors.Jobs.Table;

namespace Actors.Jobs.Brokers;

/// <summary>
/// Keeps what the events amount to for as long as this process lives: it outlasts a crash of the broker's actor, not of its node. It is a ledger of its own,
/// so it drops what a ledger drops: forgotten jobs, stored outputs, old logs. Used by one actor at a time.
/// </summary>
/// <param name="node">The node's lasting id.</param>
/// <param name="logBytesKept">Bytes of stderr of ended jobs.</param>
/// <param name="time">The wall clock: ballots of a node that has forgotten everything must still be above those it had before.</param>
internal sealed class MemoryJournal(string node, long logBytesKept, TimeProvider time) : IJobJournal
{
    private readonly JobLedger _ledger = new(logBytesKept);
    private Ballot _ballot = Ballot.None;

    public bool IsVolatile => true;

    internal JobLedger Ledger => _ledger;

    public Task<JobHistory> TakeOverAsync()
    {
        _ballot = new Ballot(Math.Max(_ballot.Counter + 1, time.GetUtcNow().ToUnixTimeMilliseconds()), node);
        JobEvent[] events = [.. _ledger.Jobs.Values.OrderBy(job => job.Number).Select(job => new JobRestored(job))];
        return Task.FromResult(new JobHistory(_ballot, events));
    }

    public ValueTask AppendAsync(Ballot ballot, IReadOnlyList<JobEvent> events)
    {
        if (ballot != _ballot)
            return ValueTask.FromException(new InvalidOperationException($"The journal's writer is {_ballot}, not {ballot}."));
        foreach (var change in events)
            _ledger.Apply(change);
        return ValueTask.CompletedTask;
    }
}
