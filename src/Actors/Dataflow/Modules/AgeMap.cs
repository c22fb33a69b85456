using System.Diagnostics.CodeAnalysis;

namespace Actors.Dataflow.Modules;

/// <summary>Values by key, with the oldest at hand: what a module keeps for a while, up to a limit. Everything takes the same time, however many there are.</summary>
internal sealed class AgeMap<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _byKey = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byAge = new();

    public int Count => _byKey.Count;

    /// <summary>Null: there are none.</summary>
    public TValue? Oldest => _byAge.First?.Value.Value;

    public (TKey Key, TValue Value)? OldestEntry => _byAge.First?.Value;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var isKnown = _byKey.TryGetValue(key, out var node);
        value = node?.Value.Value;
        return isKnown;
    }

    public TValue Add(TKey key, TValue value)
    {
        _byKey.Add(key, _byAge.AddLast((key, value)));
        return value;
    }

    public void Remove(TKey key)
    {
        if (_byKey.Remove(key, out var node)) _byAge.Remove(node);
    }
}
