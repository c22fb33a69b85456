namespace Akka.Remote.Internal.Wire;

/// <summary>
/// The sender's half of a compression table: things already told to the peer, numbered in the order in which they were
/// told. Both sides count alike, so an id never travels with its definition and is never used twice.
/// </summary>
/// <param name="capacity">What the peer has advertised; beyond it everything is sent in full.</param>
/// <param name="comparer">By identity where equality is expensive.</param>
/// <param name="candidates">
/// 0: a thing is defined at its first use. Otherwise at its second, with so many remembered: most Ask refs are used
/// once and would fill the table for nothing.
/// </param>
internal sealed class SendTable<TKey>(int capacity, IEqualityComparer<TKey> comparer, int candidates) where TKey : notnull
{
    private readonly Dictionary<TKey, int> _ids = new(comparer);
    private readonly HashSet<TKey> _seenOnce = new(comparer);
    private readonly Queue<TKey> _seenOrder = new();

    public int Count => _ids.Count;

    public bool TryGetId(TKey key, out int id) => _ids.TryGetValue(key, out id);

    /// <summary>Whether an unknown key shall be defined with its next transmission; <see cref="Define"/> is called when that has really been written.</summary>
    public bool ShouldDefine(TKey key)
    {
        if (_ids.Count >= capacity) return false;
        if (candidates == 0 || _seenOnce.Contains(key)) return true;
        if (_seenOrder.Count == candidates) _seenOnce.Remove(_seenOrder.Dequeue());
        _seenOnce.Add(key);
        _seenOrder.Enqueue(key);
        return false;
    }

    public void Define(TKey key) => _ids.Add(key, _ids.Count);
}
