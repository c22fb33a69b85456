namespace Actors.Dispatch;

/// <summary>
/// Fair share between clients by start-time fair queueing: each grant moves its client one step ahead, and the client that is least ahead is next.
/// A client that comes back after a pause starts level with the others: it neither pays for its past nor saves up for it.
/// </summary>
internal sealed class FairShare
{
    private readonly Dictionary<string, Client> _clients = [];
    private long _virtualTime;

    public Client Enter(string name)
    {
        if (!_clients.TryGetValue(name, out var client))
            _clients.Add(name, client = new Client(name));
        if (client.Queued++ == 0)
            client.Ahead = Math.Max(client.Ahead, _virtualTime);
        return client;
    }

    public void Leave(Client client, bool granted)
    {
        if (granted)
        {
            _virtualTime = Math.Max(_virtualTime, client.Ahead);
            client.Ahead++;
        }

        // Forgetting is safe only once the others have caught up; a client that is still ahead is kept so that it cannot get a new start by pausing.
        if (--client.Queued == 0 && client.Ahead <= _virtualTime)
            _clients.Remove(client.Name);
    }

    /// <summary>One client's place. <see cref="Ahead"/> only ever grows, which lets queues keep it lazily.</summary>
    internal sealed class Client(string name)
    {
        public string Name { get; } = name;

        public long Ahead { get; internal set; }

        public long Queued { get; internal set; }
    }
}
