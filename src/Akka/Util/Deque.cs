using System.Runtime.CompilerServices;

namespace Akka.Util;

/// <summary>A growing ring buffer, not thread-safe. One that was flooded gives its memory back when it is empty.</summary>
internal sealed class Deque<T>
{
    private const int FirstCapacity = 8;

    // A stash of usual size is filled and emptied without allocations.
    private const int LargestCapacityKept = 64;

    private T[] _items = new T[FirstCapacity];
    private int _first;

    public int Count { get; private set; }

    public int Capacity => _items.Length;

    public void AddFirst(T item)
    {
        GrowIfFull();
        _first = (_first - 1) & (_items.Length - 1);
        _items[_first] = item;
        Count++;
    }

    public void AddLast(T item)
    {
        GrowIfFull();
        _items[(_first + Count) & (_items.Length - 1)] = item;
        Count++;
    }

    public T RemoveFirst()
    {
        if (Count == 0)
            throw new InvalidOperationException("The deque is empty");
        var item = _items[_first];
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            _items[_first] = default!;
        _first = (_first + 1) & (_items.Length - 1);
        if (--Count == 0 && _items.Length > LargestCapacityKept)
            (_items, _first) = (new T[FirstCapacity], 0);
        return item;
    }

    private void GrowIfFull()
    {
        if (Count < _items.Length)
            return;
        var grown = new T[_items.Length * 2];
        for (var i = 0; i < Count; i++)
            grown[i] = _items[(_first + i) & (_items.Length - 1)];
        (_items, _first) = (grown, 0);
    }
}
