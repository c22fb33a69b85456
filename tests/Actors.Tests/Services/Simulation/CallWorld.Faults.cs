namespace Actors.Tests.Services.Simulation;

// What fails.
internal sealed partial class CallWorld
{
    private readonly HashSet<string> _gone = [];

    /// <summary>Those of the brokers that are members, dead or not.</summary>
    public IEnumerable<string> OtherBrokers(string node) => _desks.Keys.Where(other => other != node && !_gone.Contains(other));

    private void PlanFaults()
    {
        Every(Options.BreakConnections, 1500, BreakConnection);
        Every(Options.KillHosts, 6000, () => KillHost(AnyHost()));
        Every(Options.HostsLeave, 7000, () => AnyHost()?.Leave());
        Every(Options.PauseHosts, 6000, () => AnyHost()?.Pause(Random.NextDouble() < 0.5 ? Milliseconds(50, 2000) : Milliseconds(4000, 9000)));
        Every(Options.KillBrokers, 14_000, () => KillBroker(Home));
        Every(Options.MoveHomes && Options.Brokers > 1, Options.MoveEvery, () => SetHome(AnyBroker()));
        Every(Options.BrokersLeave && Options.Brokers > 1, 9000, () => LeaveBroker(Home));
        Every(Options.KillClients, 15_000, KillClient);
        if (Options.IsLevel)
            Look();
    }

    private void Look()
    {
        Checks.Level();
        Time.After(TimeSpan.FromMilliseconds(100), Look);
    }

    private void Every(bool isOn, int milliseconds, Action fault)
    {
        if (isOn)
            Time.After(Milliseconds(milliseconds / 2, milliseconds * 3 / 2), () =>
            {
                if (Network.IsCalm)
                    return;
                fault();
                Every(isOn, milliseconds, fault);
            });
    }

    private SimulatedHost? AnyHost()
    {
        var hosts = _hosts.Values.Where(host => host is { IsAlive: true, IsLeaving: false }).ToArray();
        return hosts.Length == 0 ? null : hosts[Random.Next(hosts.Length)];
    }

    private string AnyBroker()
    {
        var alive = Desks.Where(desk => !desk.IsLeaving).Select(desk => desk.Node).ToArray();
        return alive.Length == 0 ? Home : alive[Random.Next(alive.Length)];
    }

    private void BreakConnection()
    {
        string[] nodes = [.. _desks.Keys, .. Hosts.Select(host => host.Id), .. Clients.Select(client => client.Node)];
        var (left, right) = (nodes[Random.Next(nodes.Length)], nodes[Random.Next(nodes.Length)]);
        if (left == right)
            return;
        var length = Random.NextDouble() < 0.5 ? TimeSpan.FromMilliseconds(1) : Milliseconds(100, 7000);
        Tell($"{left} and {right} lose each other for {length.TotalSeconds:0.###} s");
        Network.Break(left, right, length, Random.NextDouble() < 0.5);
    }

    private void KillHost(SimulatedHost? host)
    {
        if (host is null)
            return;
        Tell($"{host.Id} is killed");
        host.Kill();
        Network.Down(host.Id, TimeSpan.FromHours(1));
        _hosts.Remove(host.Id);
        Time.After(Milliseconds(10, 4000), () =>
        {
            if (!Network.IsCalm)
                StartHost();
        });
    }

    private void KillClient()
    {
        var clients = Clients.ToArray();
        var client = clients[Random.Next(clients.Length)];
        Tell($"{client.Node} is killed");
        client.Kill();
        Network.Down(client.Node, TimeSpan.FromHours(1));
        StartClient();
    }

    private void KillBroker(string node)
    {
        if (!_desks[node].IsAlive)
            return;
        Tell($"{node} is killed");
        Checks.BrokerDied(Time.Now);
        _desks[node].Kill();
        var length = Milliseconds(1000, 12_000);
        Network.Down(node, length);
        var dead = _desks[node];
        Time.After(Milliseconds(4000, 9000), () =>
        {
            if (_desks[node] != dead)
                return;
            Gone(node);
            if (Home == node && Desks.Any())
                SetHome(AnyBroker());
        });
        Time.After(length, () => Restart(node));
    }

    /// <summary>The service gets another broker, and this one goes when that has all that was kept, or after ten seconds.</summary>
    private void LeaveBroker(string node)
    {
        var desk = _desks[node];
        if (!desk.IsAlive || desk.IsLeaving || !Desks.Any(other => other != desk && !other.IsLeaving))
            return;
        Tell($"{node} leaves");
        desk.IsLeaving = true;
        SetHome(AnyBroker());
        // Others know that it leaves, and no longer send it calls.
        var begins = Options.LeaveAtOnce ? Time.Now : Time.Now + TimeSpan.FromSeconds(2);
        Check();

        void Check()
        {
            if (!desk.IsAlive)
                return;
            var isLate = Time.Now > begins + TimeSpan.FromSeconds(10);
            if (Time.Now < begins || (desk.Desk.HasKept && !isLate && !Options.LeaveAtOnce))
            {
                Time.After(TimeSpan.FromMilliseconds(100), Check);
                return;
            }

            Tell($"{node} has left{(desk.Desk.HasKept ? ", with what it kept" : "")}");
            if (desk.Desk.HasKept && isLate)
                Checks.BrokerDied(Time.Now);
            desk.Kill();
            var length = Milliseconds(1000, 4000);
            Network.Down(node, length);
            Gone(node);
            Time.After(length, () => Restart(node));
        }
    }

    /// <summary>It is not a member any more, as the others find out one after the other.</summary>
    private void Gone(string node)
    {
        if (!_gone.Add(node))
            return;
        foreach (var desk in Desks.ToArray())
            Time.After(Milliseconds(0, 300), () => desk.Lose(node));
    }

    private void Restart(string node)
    {
        if (_desks[node].IsAlive)
            return;
        Gone(node);
        Tell($"{node} starts anew");
        _gone.Remove(node);
        Network.Down(node, TimeSpan.Zero);
        _desks[node] = new SimulatedDesk(this, node);
        _desks[node].HomeIs(Home);
    }

    private void SetHome(string node)
    {
        Tell($"the home is {node}");
        var version = ++_homeVersion;
        var before = Home;
        Home = node;
        foreach (var (name, desk) in _desks)
        {
            Time.After(before.Length == 0 ? TimeSpan.Zero : Milliseconds(0, 300), () =>
            {
                // The desk of that name may have died, or the home moved on.
                if (version == _homeVersion && _desks[name] == desk)
                    desk.HomeIs(node);
            });
        }

        foreach (var name in _hosts.Keys.Concat(_clients.Keys))
        {
            _views.TryAdd(name, (0, before));
            Time.After(Milliseconds(0, 600), () =>
            {
                if (_views[name].Version < version)
                    _views[name] = (version, node);
            });
        }
    }
}
