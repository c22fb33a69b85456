using Actors.Jobs.Table;

namespace Actors.Tests.Jobs.Simulation;

/// <summary>
/// A ledger that outlives its writers. What is appended becomes durable a little later, in order; a writer that was overtaken appends nothing more.
/// </summary>
internal sealed class SimulatedJournal(VirtualTime time, Random random)
{
    private readonly List<JobEvent> _durable = [];
    private long _writer;

    public IReadOnlyList<JobEvent> Durable => _durable;

    public long TakeOver() => ++_writer;

    /// <summary>Forgets the leases of runs that have not ended.</summary>
    public void LoseOpenLeases()
    {
        var last = _durable.OfType<JobEventOf>().GroupBy(change => change.Job).Select(changes => changes.Last()).OfType<JobLeased>().ToHashSet();
        _durable.RemoveAll(change => change is JobLeased lease && last.Contains(lease));
    }

    public void Append(long writer, IReadOnlyList<JobEvent> events, Action durable) =>
        time.After(TimeSpan.FromMilliseconds(random.Next(1, 15)), () =>
        {
            if (writer != _writer)
                return;
            _durable.AddRange(events);
            durable();
        });
}
