namespace Actors.Services.Brokers;

/// <summary>Kept calls that are to follow their service to its new broker, and the one message of them that is on its way there.</summary>
internal sealed class KeptMove
{
    private readonly Queue<CallId> _queue = new();
    private readonly HashSet<CallId> _queued = [];
    private readonly HashSet<CallId> _underWay = [];
    private long _number;
    private int _times;

    /// <summary>Null: nothing is on its way. Sent again until it is answered.</summary>
    public HandKept? Message { get; private set; }

    /// <summary>The broker to which it goes.</summary>
    public string To { get; private set; } = "";

    /// <summary>When to send something, at the earliest.</summary>
    public TimeSpan NextAt { get; set; } = TimeSpan.MinValue;

    public int QueuedCount => _queue.Count;

    public int Count => _queue.Count + _underWay.Count;

    /// <summary>Whether the new broker may have it, and may not.</summary>
    public bool IsUnderWay(CallId id) => _underWay.Contains(id);

    public void Add(CallId id)
    {
        if (!_underWay.Contains(id) && _queued.Add(id))
            _queue.Enqueue(id);
    }

    public CallId Next()
    {
        var id = _queue.Dequeue();
        _queued.Remove(id);
        return id;
    }

    /// <summary>What is not on its way stays.</summary>
    public void Clear()
    {
        _queue.Clear();
        _queued.Clear();
    }

    public void Begin(HandKept message, string to)
    {
        message.Number = ++_number;
        (Message, To, _times) = (message, to, 0);
        _underWay.UnionWith(message.Calls.Select(kept => CallId.FromWire(kept.CallId)));
    }

    public void Sent(TimeSpan again)
    {
        _times++;
        NextAt = again;
    }

    /// <summary>It is known by other ways where the call is.</summary>
    public void Drop(CallId id) => _underWay.Remove(id);

    /// <summary>The message has been answered, or will not be.</summary>
    /// <param name="isCertain">Whether a call that was refused has not been with the other broker: of a message that was sent twice one may have been taken by a broker that is gone.</param>
    /// <returns>What was in it.</returns>
    public IReadOnlyList<KeptCall> End(out bool isCertain)
    {
        isCertain = _times == 1;
        KeptCall[] calls = [.. Message!.Calls.Where(kept => _underWay.Contains(CallId.FromWire(kept.CallId)))];
        Message = null;
        _underWay.Clear();
        return calls;
    }
}
