namespace Akka.Remote.Internal.Delivery;

/// <summary>
/// The receiving half: delivers each number once and in order, whatever is repeated on new connections. A message with
/// a mark waits, and those behind it, until the bulk stream has passed that mark, so that a death-watch notification
/// never overtakes what the dead actor had said.
/// </summary>
internal sealed class SystemMessageInbox<T>(int capacity)
{
    private readonly Queue<Held> _held = new();
    private long _passedMark;

    private readonly record struct Held(long Mark, T Item);

    /// <summary>All numbers up to this one have been taken: what is to be acknowledged.</summary>
    public long LastSequence { get; private set; }

    public int HeldCount => _held.Count;

    /// <summary>Takes the next number; false for a repetition, a gap, or when too many are held, none of which changes anything.</summary>
    public bool TryTake(long sequence, long mark, T item)
    {
        // A gap closes by itself: the sender repeats everything unacknowledged in order.
        if (sequence != LastSequence + 1 || _held.Count >= capacity) return false;
        LastSequence = sequence;
        _held.Enqueue(new Held(mark, item));
        return true;
    }

    /// <summary>The bulk stream has got this far. Marks never go back.</summary>
    public void PassMark(long mark) => _passedMark = Math.Max(_passedMark, mark);

    /// <summary>The next message that may be delivered now.</summary>
    public bool TryDeliver(out T item)
    {
        item = default!;
        if (!_held.TryPeek(out var first) || first.Mark > _passedMark) return false;
        item = _held.Dequeue().Item;
        return true;
    }
}
