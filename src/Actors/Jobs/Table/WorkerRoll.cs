using Actors.Dispatch;

namespace Actors.Jobs.Table;

/// <summary>The registered workers: which incarnation of each, and what it said last.</summary>
internal sealed class WorkerRoll
{
    private readonly Dictionary<string, WorkerEntry> _workers = [];

    public IReadOnlyCollection<WorkerEntry> All => _workers.Values;

    public WorkerEntry? Find(string worker) => _workers.GetValueOrDefault(worker);

    /// <summary>The entry, if this very incarnation is registered.</summary>
    public WorkerEntry? Find(string worker, long incarnation) =>
        _workers.TryGetValue(worker, out var entry) && entry.Incarnation == incarnation ? entry : null;

    public WorkerEntry Enter(string worker, long incarnation, LabelSet offered)
    {
        var entry = new WorkerEntry(worker, incarnation, offered);
        _workers[worker] = entry;
        return entry;
    }

    public void Remove(string worker) => _workers.Remove(worker);
}

internal sealed class WorkerEntry(string id, long incarnation, LabelSet offered)
{
    public string Id { get; } = id;

    public long Incarnation { get; } = incarnation;

    public LabelSet Offered { get; } = offered;

    /// <summary>The number of its last report; a smaller one is late and is ignored.</summary>
    public long Sequence { get; set; }

    public TimeSpan LastHeard { get; set; }
}
