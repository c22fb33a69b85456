namespace Actors.Dispatch;

/// <summary>An item's place in the ready queue. It is a link of its lane's list, so that leaving from the middle costs nothing.</summary>
internal sealed class ReadyTicket<TKey>(TKey key, ReadyLane<TKey> lane, long order)
{
    public TKey Key { get; } = key;

    public long Order { get; } = order;

    internal ReadyLane<TKey> Lane { get; } = lane;

    internal ReadyTicket<TKey>? Previous { get; set; }

    internal ReadyTicket<TKey>? Next { get; set; }
}
