namespace Akka.Remote.Internal.Delivery;

/// <summary>
/// The sending half of reliable system messages to one incarnation of a peer: numbers them from 1, keeps each until it
/// is acknowledged, gives all that are not to be sent again on a new connection. Pure: its owner passes the time in.
/// </summary>
internal sealed class SystemMessageOutbox<T>(int capacity)
{
    private readonly Queue<Pending> _unacknowledged = new();
    private long _lastSequence;

    internal readonly record struct Pending(long Sequence, T Item, TimeSpan Since);

    public int Count => _unacknowledged.Count;

    /// <summary>In the order of their numbers; what a new connection starts with.</summary>
    public IEnumerable<Pending> Unacknowledged => _unacknowledged;

    /// <summary>False when the buffer is full: the peer has been silent for too long to be believed in.</summary>
    public bool TryAdd(T item, TimeSpan now, out Pending pending)
    {
        pending = default;
        if (_unacknowledged.Count >= capacity) return false;
        pending = new Pending(++_lastSequence, item, now);
        _unacknowledged.Enqueue(pending);
        return true;
    }

    /// <summary>False when the peer acknowledges what was never sent: then it speaks of another incarnation of this node, or is broken.</summary>
    public bool TryAcknowledge(long upTo)
    {
        if (upTo > _lastSequence || upTo < 0) return false;
        while (_unacknowledged.TryPeek(out var first) && first.Sequence <= upTo) _unacknowledged.Dequeue();
        return true;
    }

    /// <summary>How long the oldest message has been waiting for its acknowledgement; zero when none is.</summary>
    public TimeSpan OldestAge(TimeSpan now) => _unacknowledged.TryPeek(out var first) ? now - first.Since : TimeSpan.Zero;

    /// <summary>Forgets everything and starts again at 1, for a new incarnation of the peer. Returns what was never acknowledged.</summary>
    public IReadOnlyList<T> Reset()
    {
        var lost = _unacknowledged.Select(pending => pending.Item).ToList();
        _unacknowledged.Clear();
        _lastSequence = 0;
        return lost;
    }
}
