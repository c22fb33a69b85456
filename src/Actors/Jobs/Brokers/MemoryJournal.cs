using Actors.Dispatch;
using Actors.Jobs.Table;

namespace Actors.Jobs.Brokers;

/// <summary>
/// Keeps events for as long as this process lives: it outlasts a crash of the broker's actor, not of its node. Events of forgotten jobs are dropped.
/// Used by one actor at a time.
/// </summary>
/// <param name="node">The node's lasting id.</param>
/// <param name="time">The wall clock: ballots of a node that has forgotten everything must still be above those it had before.</param>
internal sealed class MemoryJournal(string node, TimeProvider time) : IJobJournal
{
    private readonly Dictionary<JobId, List<(long Number, JobEvent Event)>> _events = [];
    private Ballot _ballot = Ballot.None;
    private long _count;

    public bool IsVolatile => true;

    public Task<JobHistory> TakeOverAsync()
    {
        _ballot = new Ballot(Math.Max(_ballot.Counter + 1, time.GetUtcNow().ToUnixTimeMilliseconds()), node);
        JobEvent[] events = [.. _events.Values.SelectMany(events => events).OrderBy(entry => entry.Number).Select(entry => entry.Event)];
        return Task.FromResult(new JobHistory(_ballot, events));
    }

    public ValueTask AppendAsync(Ballot ballot, IReadOnlyList<JobEvent> events)
    {
        if (ballot != _ballot)
            return ValueTask.FromException(new InvalidOperationException($"The journal's writer is {_ballot}, not {ballot}."));
        foreach (var change in events)
            Keep(change);
        return ValueTask.CompletedTask;
    }

    private void Keep(JobEvent change)
    {
        if (change is JobForgotten forgotten)
            _events.Remove(forgotten.Job);
        else if (change is JobEventOf { Job: var job })
            (_events.TryGetValue(job, out var events) ? events : _events[job] = []).Add((_count++, change));
        else
            _count++; // about the broker itself; a restart of the actor counts anew
    }
}
