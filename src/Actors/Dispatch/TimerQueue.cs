using System.Diagnostics.CodeAnalysis;

namespace Actors.Dispatch;

/// <summary>
/// What is due when. Entries cannot be taken back: whoever takes a due one asks its own books whether it still means anything.
/// Equal times come out in the order in which they went in, so that a replay sees the same order.
/// </summary>
internal sealed class TimerQueue<T>
{
    private readonly PriorityQueue<T, (TimeSpan Due, long Order)> _entries = new();
    private long _order;

    public int Count => _entries.Count;

    /// <summary>When the next entry is due, or null when there is none.</summary>
    public TimeSpan? NextDue => _entries.TryPeek(out _, out var key) ? key.Due : null;

    public void Add(T entry, TimeSpan due) => _entries.Enqueue(entry, (due, _order++));

    /// <summary>Drops what means nothing any more; the others stay in their order.</summary>
    public void Keep(Func<T, bool> isNeeded)
    {
        var needed = _entries.UnorderedItems.Where(entry => isNeeded(entry.Element)).ToArray();
        _entries.Clear();
        _entries.EnqueueRange(needed);
    }

    public bool TryTakeDue(TimeSpan now, [MaybeNullWhen(false)] out T entry)
    {
        if (_entries.TryPeek(out entry, out var key) && key.Due <= now)
        {
            _entries.Dequeue();
            return true;
        }

        entry = default;
        return false;
    }
}
