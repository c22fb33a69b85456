namespace Actors.Dispatch;

/// <summary>
/// Fair share between clients by start-time fair queueing: each grant moves its client one step ahead of all, and the client that is least ahead is next.
/// A client that comes back after a pause, or that has waited for what nobody could give it, starts level with the others: it neither pays for its past nor
/// saves up for it.
/// </summary>
internal sealed class FairShare
{
    private const int FewClients = 1024;
    private readonly Dictionary<string, Client> _clients = [];
    private long _virtualTime;
    private int _sweepAt = FewClients;

    /// <summary>Clients that are remembered.</summary>
    public int Count => _clients.Count;

    public Client Enter(string name)
    {
        if (!_clients.TryGetValue(name, out var client))
        {
            Sweep();
            _clients.Add(name, client = new Client(name));
        }

        if (client.Queued++ == 0)
            client.Ahead = Math.Max(client.Ahead, _virtualTime);
        return client;
    }

    public void Leave(Client client, bool granted)
    {
        if (granted)
        {
            _virtualTime = Math.Max(_virtualTime, client.Ahead);
            client.Ahead = _virtualTime + 1;
        }

        // Forgetting is safe only once the others have caught up; a client that is still ahead is kept so that it cannot get a new start by pausing.
        if (--client.Queued == 0 && client.Ahead <= _virtualTime)
            _clients.Remove(client.Name);
    }

    // Nobody is ahead by more than one step, so one step forward lets everybody go who has nothing queued. Each of them may gain a turn by it: once in as
    // many as there are clients.
    private void Sweep()
    {
        if (_clients.Count < _sweepAt)
            return;
        _virtualTime++;
        foreach (var idle in _clients.Values.Where(client => client.Queued == 0).ToArray())
            _clients.Remove(idle.Name);
        _sweepAt = Math.Max(FewClients, _clients.Count * 2);
    }

    /// <summary>One client's place. <see cref="Ahead"/> only ever grows, which lets queues keep it lazily.</summary>
    internal sealed class Client(string name)
    {
        public string Name { get; } = name;

        public long Ahead { get; internal set; }

        public long Queued { get; internal set; }
    }
}
