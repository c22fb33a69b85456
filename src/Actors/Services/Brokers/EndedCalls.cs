namespace Actors.Services.Brokers;

/// <summary>The calls that ended last, and who has their replies: a reply that went lost can be asked for, and a call that is sent again does not run again.</summary>
internal sealed class EndedCalls(int most)
{
    private readonly Dictionary<CallId, string> _hosts = [];
    private readonly Queue<CallId> _order = new();

    public int Count => _hosts.Count;

    public void Add(CallId id, string host)
    {
        if (_hosts.TryAdd(id, host))
            _order.Enqueue(id);
        else
            _hosts[id] = host;
        while (_order.Count > most)
            _hosts.Remove(_order.Dequeue());
    }

    public bool TryGet(CallId id, out string host) => _hosts.TryGetValue(id, out host!);
}
