using Akka.Remote.Internal.Network;
using Akka.Simulation.Systems;

namespace Akka.Simulation.Network;

/// <summary>Connects the networks of all processes: who listens where, and the connections between them.</summary>
internal sealed class SimulatedSwitch(SimulatedWorld world)
{
    // As long as a real dial waits before it gives up.
    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(15);

    // As TCP repeats the packet that opens a connection.
    private static readonly TimeSpan DialRepetition = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(string Host, int Port), (SimulatedProcess Process, Action<NetworkConnection> Accepted)> _listeners = [];
    private readonly List<SimulatedConnection> _open = [];

    public SimulatedWorld World => world;

    /// <summary>Attempts to connect so far.</summary>
    public int Dials { get; private set; }

    /// <summary>Whether a process of this host listens.</summary>
    public bool IsUp(string host) => _listeners.Any(l => l.Key.Host == host && !l.Value.Process.IsDead);

    public void Listen(SimulatedProcess process, int port, Action<NetworkConnection> accepted)
    {
        if (_listeners.TryGetValue((process.Name, port), out var present) && !present.Process.IsDead)
            throw new IOException($"{process.Name}:{port} is in use");
        _listeners[(process.Name, port)] = (process, accepted);
    }

    public void Dial(SimulatedProcess from, string host, int port, Action<NetworkConnection> connected, Action<Exception> failed)
    {
        Dials++;
        TryDial(from, host, port, connected, failed, world.Time.Now + DialTimeout);
    }

    private void TryDial(
        SimulatedProcess from, string host, int port, Action<NetworkConnection> connected, Action<Exception> failed, TimeSpan giveUpAt)
    {
        var (there, back) = (world.Links.Delay(from.Name, host), world.Links.Delay(host, from.Name));
        if (there is null || back is null)
        {
            if (world.Time.Now + DialRepetition < giveUpAt)
                from.After(DialRepetition, () => TryDial(from, host, port, connected, failed, giveUpAt));
            else
                from.After(giveUpAt - world.Time.Now, () => failed(new IOException($"{host}:{port} does not answer")));
            return;
        }
        world.Time.After(there.Value, () =>
        {
            if (!_listeners.TryGetValue((host, port), out var listener) || listener.Process.IsDead)
            {
                from.After(back.Value, () => failed(new IOException($"{host}:{port} refuses")));
                return;
            }
            var (client, server) = SimulatedConnection.Pair(this, from, listener.Process);
            _open.Add(client);
            _open.Add(server);
            listener.Process.Do(() => listener.Accepted(server));
            from.After(back.Value, () => connected(client));
        });
    }

    public void Forget(SimulatedConnection connection) => _open.Remove(connection);

    /// <summary>The connections between two hosts, each by the end that has dialed, in the order in which they were made.</summary>
    public IReadOnlyList<SimulatedConnection> Between(string a, string b) =>
        [.. _open.Where(c => c.IsDialer && (c.Owner.Name == a && c.Peer == b || c.Owner.Name == b && c.Peer == a))];

    /// <summary>Stops listening and ends all connections of a process, as its kernel does when it dies.</summary>
    public void Close(SimulatedProcess process)
    {
        foreach (var key in _listeners.Where(l => l.Value.Process == process).Select(l => l.Key).ToArray())
            _listeners.Remove(key);
        foreach (var connection in _open.Where(c => c.Owner == process).ToArray())
            connection.Abort();
    }
}
