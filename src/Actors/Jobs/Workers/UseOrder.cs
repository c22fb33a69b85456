namespace Actors.Jobs.Workers;

/// <summary>What was used when, and how large it is: says what has to go so that the rest stays within its limit. For one thread at a time.</summary>
internal sealed class UseOrder<TKey>(long maxBytes)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, long Bytes)>> _nodes = [];
    private readonly LinkedList<(TKey Key, long Bytes)> _order = new(); // the least recently used first

    public long Bytes { get; private set; }

    public int Count => _nodes.Count;

    /// <summary>It is used now. Returns what goes instead, which is never the thing itself.</summary>
    public IReadOnlyList<TKey> Use(TKey key, long bytes)
    {
        Remove(key);
        _nodes[key] = _order.AddLast((key, bytes));
        Bytes += bytes;
        var gone = new List<TKey>();
        while (Bytes > maxBytes && Count > 1)
        {
            var oldest = _order.First!.Value.Key;
            Remove(oldest);
            gone.Add(oldest);
        }

        return gone;
    }

    public void Remove(TKey key)
    {
        if (!_nodes.Remove(key, out var node))
            return;
        _order.Remove(node);
        Bytes -= node.Value.Bytes;
    }
}
