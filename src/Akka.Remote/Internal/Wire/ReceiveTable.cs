namespace Akka.Remote.Internal.Wire;

/// <summary>The receiver's half of a compression table: what the peer has defined, in order. Its capacity is what this side has advertised.</summary>
internal sealed class ReceiveTable<T>(int capacity)
{
    private T[] _entries = [];

    public int Count { get; private set; }

    public ref T this[uint id]
    {
        get
        {
            if (id >= (uint)Count) throw new WireFormatException($"table id {id} was never defined");
            return ref _entries[id];
        }
    }

    /// <exception cref="WireFormatException">The peer defines more than it was allowed to.</exception>
    public void Define(T entry)
    {
        if (Count == capacity) throw new WireFormatException($"more than the {capacity} table entries allowed");
        // Grows with what is really defined: the capacity is only a promise.
        if (Count == _entries.Length) Array.Resize(ref _entries, Math.Min(capacity, Math.Max(16, Count * 2)));
        _entries[Count++] = entry;
    }
}
