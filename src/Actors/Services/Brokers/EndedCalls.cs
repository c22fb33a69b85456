namespace Actors.Services.Brokers;

/// <summary>The calls that ended last, and who has their replies: a reply that went lost can be asked for, and a call that is sent again does not run again.</summary>
internal sealed class EndedCalls(int most)
{
    private readonly Dictionary<CallId, EndedAt> _calls = [];
    private readonly Queue<CallId> _order = new();

    public int Count => _calls.Count;

    public void Add(CallId id, EndedAt ended)
    {
        if (!_calls.TryAdd(id, ended))
        {
            _calls[id] = ended;
            return;
        }

        _order.Enqueue(id);
        while (_order.Count > most)
            _calls.Remove(_order.Dequeue());
    }

    public bool TryGet(CallId id, out EndedAt ended) => _calls.TryGetValue(id, out ended);

    /// <summary>It runs again.</summary>
    public void Forget(CallId id)
    {
        // Its place in the order stays, lest looking for it cost more than it is worth; the call leaves with it, at the latest.
        _calls.Remove(id);
    }
}

/// <param name="Host">Who has its reply.</param>
/// <param name="IsRepeatable">It may run twice, or it is not known whether it may: then that is seen when its client sends it again.</param>
/// <param name="At">When.</param>
internal readonly record struct EndedAt(string Host, bool IsRepeatable, TimeSpan At);
