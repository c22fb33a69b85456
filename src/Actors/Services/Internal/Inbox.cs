using System.Collections.Concurrent;

namespace Actors.Services.Internal;

/// <summary>How things get from any thread to one actor: a queue, and one word to the actor however many things wait.</summary>
internal sealed class Inbox<T>
{
    private readonly ConcurrentQueue<T> _items = new();
    private int _isTold;

    /// <returns>True: tell the actor.</returns>
    public bool Add(T item)
    {
        _items.Enqueue(item);
        return Interlocked.Exchange(ref _isTold, 1) == 0;
    }

    /// <summary>For the actor, when it was told.</summary>
    /// <returns>How many to take: what comes after these is told again.</returns>
    public int Begin()
    {
        // A full barrier: whoever adds sees that it has to tell, or what it added is counted here. A plain write could still be under way when the count is read.
        Interlocked.Exchange(ref _isTold, 0);
        return _items.Count;
    }

    public bool TryTake(out T item) => _items.TryDequeue(out item!);
}
