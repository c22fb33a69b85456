namespace Actors.Dispatch;

/// <summary>An item's place in the ready queue. It is a link of its lane's list, so that leaving from the middle costs nothing.</summary>
internal sealed class ReadyTicket<TKey>(TKey key, ReadyLane<TKey> lane, long order, IReadOnlyList<Nearness> near)
{
    public TKey Key { get; } = key;

    public long Order { get; } = order;

    /// <summary>Workers that it had better go to.</summary>
    public IReadOnlyList<Nearness> Near { get; } = near;

    /// <summary>How often a later one went before it, as it lay nearer to the worker.</summary>
    public int Passed { get; set; }

    internal ReadyLane<TKey> Lane { get; } = lane;

    internal ReadyTicket<TKey>? Previous { get; set; }

    internal ReadyTicket<TKey>? Next { get; set; }

    /// <summary>How much it would like this worker; 0: not more than any.</summary>
    public long NearnessTo(string worker)
    {
        for (var i = 0; i < Near.Count; i++)
        {
            if (Near[i].Worker == worker)
                return Near[i].Weight;
        }

        return 0;
    }
}
