using System.Collections.Immutable;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Running;

namespace Actors.Dataflow.Directing;

/// <summary>
/// Which actor of a flow runs where and how it is wired: decides what the parts of the flow have to do when the flow changes, when nodes come, and when one is lost. Knows no actor of the engine, no clock and no thread.
/// </summary>
/// <param name="pathOf">Where the part on a node is found by others.</param>
/// <param name="order">Has the part on a node do something; in the order of the calls.</param>
internal sealed class Casting(Func<string, string> pathOf, Action<string, object> order)
{
    private readonly Dictionary<string, Player> _cast = new(StringComparer.Ordinal);
    private readonly List<Player> _leaving = [];
    private readonly Dictionary<FlowEdge, Wiring> _edges = [];

    // Edges that are no more part of the flow, and cross the network with what is left on them.
    private readonly Dictionary<long, Wiring> _fading = [];
    private IReadOnlyCollection<FlowNodeFacts> _nodes = [];
    private IReadOnlySet<FlowEdge> _closing = ImmutableHashSet<FlowEdge>.Empty;
    private IReadOnlySet<FlowEdge> _circling = ImmutableHashSet<FlowEdge>.Empty;
    private FlowGraph _graph = new();
    private long _last;

    /// <summary>The actors of the flow as it is now.</summary>
    public IReadOnlyCollection<Player> Players => _cast.Values;

    /// <summary>Those that were taken out and still have events.</summary>
    public IReadOnlyCollection<Player> Leaving => _leaving;

    /// <summary>Both.</summary>
    public IEnumerable<Player> All => _cast.Values.Concat(_leaving);

    public bool IsDraining { get; private set; }

    /// <summary>Those that are to end.</summary>
    public IEnumerable<Player> Ending => IsDraining ? All : _leaving;

    /// <summary>Some of them may wait for each other.</summary>
    public bool HasEndingCircles => _leaving.Exists(player => player.IsInCircle) || (IsDraining && _closing.Count > 0);

    public bool AllSourcesEnded => _cast.Values.All(player => player.SourceEnded);

    public bool AllFinished => _leaving.Count == 0 && _cast.Values.All(player => player.IsFinished);

    /// <summary>Makes the flow what the graph says; the first one starts it.</summary>
    public void Change(FlowGraph graph)
    {
        var change = GraphDiff.Between(_graph, graph);
        foreach (var edge in change.CutEdges.Where(_closing.Contains)) _edges[edge].Receiver.IsInCircle = true;
        (_graph, _closing, _circling) = (graph, GraphCircles.ClosingEdges(graph), GraphCircles.CirclingEdges(graph));
        var cut = change.CutEdges.Select(edge => _edges[edge]).ToList();
        foreach (var edge in change.CutEdges) _edges.Remove(edge);
        foreach (var (edge, wiring) in _edges) SetLimits(edge, wiring);
        foreach (var name in change.Removed) Leave(name);
        // A source that is made anew makes events again.
        foreach (var spec in change.Changed) (_cast[spec.Name].Spec, _cast[spec.Name].SourceEnded) = (spec, false);
        var added = change.Added.Select(spec => _cast[spec.Name] = new Player(spec)).ToList();
        foreach (var edge in change.NewEdges) _edges[edge] = new Wiring(++_last, _cast[edge.From.Actor], _cast[edge.To.Actor]);
        added = added.FindAll(TryPlace);
        foreach (var player in added) Order(player, new PartProtocol.Start(player.Run, player.Spec));
        Wire(change.NewEdges, _ => true, cut.Where(wiring => _cast.ContainsValue(wiring.Sender)).ToLookup(wiring => wiring.Sender, wiring => wiring.Number));
        foreach (var wiring in cut.Where(wiring => wiring.IsAcross)) Fade(wiring);
        foreach (var player in added) Begin(player);
        foreach (var spec in change.Changed) Tell(_cast[spec.Name], new FlowProtocol.Reload(spec));
    }

    /// <summary>Says which nodes there are; actors that have waited for one begin.</summary>
    public void SetNodes(IReadOnlyCollection<FlowNodeFacts> nodes)
    {
        _nodes = nodes;
        Place([.. _cast.Values.Where(player => player.Node is null)]);
    }

    /// <summary>A node has gone with all that it had of the flow: its actors begin anew on others.</summary>
    /// <returns>Who ran there, and the runs that are no more.</returns>
    public IReadOnlyList<(string Name, long Run)> Lose(string node)
    {
        var gone = All.Where(player => player.Node == node).Select(player => (player.Name, player.Run)).ToList();
        _nodes = [.. _nodes.Where(known => known.Id != node)];
        _leaving.RemoveAll(player => player.Node == node);
        foreach (var wiring in _fading.Values.Where(wiring => wiring.Sender.Node == node || wiring.Receiver.Node == node).ToList())
        {
            _fading.Remove(wiring.Number);
            foreach (var end in (Player[])[wiring.Sender, wiring.Receiver])
                if (end.Node != node) Drop(end, wiring);
        }

        var lost = _cast.Values.Where(player => player.Node == node).ToList();
        foreach (var player in lost) (player.Node, player.IsFinished, player.Last) = (null, false, null);
        Place(lost);
        return gone;
    }

    public void Drain()
    {
        IsDraining = true;
        Tell(_cast.Values, new FlowProtocol.Drain());
    }

    public void Tell(IEnumerable<Player> players, object message)
    {
        foreach (var player in players) Tell(player, message);
    }

    /// <summary>To the actor of a name.</summary>
    /// <returns>False: there is none now.</returns>
    public bool TryTell(string name, object message)
    {
        if (!_cast.TryGetValue(name, out var player) || player.Node is null) return false;
        Tell(player, message);
        return true;
    }

    public void SourceEnded(long run)
    {
        if (Find(run) is { } player) player.SourceEnded = true;
    }

    public void Finished(long run)
    {
        if (Find(run) is not { } player) return;
        player.IsFinished = true;
        if (_leaving.Remove(player)) Order(player, new PartProtocol.Stop(run));
    }

    /// <summary>All that was on an edge that is no more has arrived.</summary>
    public void EdgeEnded(long edge)
    {
        if (_fading.Remove(edge, out var wiring)) Drop(wiring.Sender, wiring);
    }

    public Player? Find(long run) => All.FirstOrDefault(player => player.Run == run);

    private void Leave(string name)
    {
        _cast.Remove(name, out var player);
        if (player!.Node is null) return;
        _leaving.Add(player);
        Tell(player, new FlowProtocol.Drain());
    }

    // What is on it arrives, and then nobody needs its ends.
    private void Fade(Wiring wiring)
    {
        if (wiring is { Sender.Node: not null, Receiver.Node: { } to })
        {
            _fading.Add(wiring.Number, wiring);
            order(to, new PartProtocol.Forget(wiring.Number));
            return;
        }

        Drop(wiring.Sender, wiring);
        Drop(wiring.Receiver, wiring);
    }

    private void Place(IReadOnlyCollection<Player> players)
    {
        var placed = players.Where(TryPlace).ToHashSet();
        if (placed.Count == 0) return;
        foreach (var player in placed) Order(player, new PartProtocol.Start(player.Run, player.Spec));
        Wire([.. _edges.Where(pair => placed.Contains(pair.Value.Sender) || placed.Contains(pair.Value.Receiver)).Select(pair => pair.Key)], placed.Contains, null);
        foreach (var player in placed) Begin(player);
    }

    private bool TryPlace(Player player)
    {
        if (Placement.Choose(player.Spec.Options.Role, _nodes, node => All.Count(other => other.Node == node)) is not { } node) return false;
        (player.Node, player.Run) = (node, ++_last);
        return true;
    }

    private void Begin(Player player)
    {
        Tell(player, new FlowProtocol.Begin(player.SourceEnded));
        if (IsDraining) Tell(player, new FlowProtocol.Drain());
    }

    /// <param name="edges">Those to be made, or made anew at the ends that have begun.</param>
    /// <param name="hasBegun">Whether an actor has no such edge yet.</param>
    /// <param name="cut">Edges that an actor sends nothing more by.</param>
    private void Wire(IReadOnlyCollection<FlowEdge> edges, Func<Player, bool> hasBegun, ILookup<Player, long>? cut)
    {
        foreach (var wiring in edges.Select(edge => _edges[edge])) Route(wiring, hasBegun);
        // Inlets first: nobody is sent anything by an edge that he does not know. Then the new outlets of an actor together with the end of its old ones, so that no event finds none.
        foreach (var to in edges.GroupBy(edge => _edges[edge].Receiver).Where(to => to.Key.Node is not null))
        {
            if (hasBegun(to.Key)) Order(to.Key, new PartProtocol.Connect(to.Key.Run, [.. to.Select(InletOf)], [], []));
            else ChangeSenders(to.Key, to.Select(edge => _edges[edge]));
        }

        var from = edges.ToLookup(edge => _edges[edge].Sender);
        foreach (var player in _cast.Values.Where(player => player.Node is not null && hasBegun(player)))
        {
            var plan = new PartProtocol.Connect(player.Run, [], [.. from[player].Select(OutletOf)], [.. cut?[player] ?? []]);
            if (!plan.Outlets.IsEmpty || !plan.Cut.IsEmpty) Order(player, plan);
        }
    }

    private void Route(Wiring wiring, Func<Player, bool> hasBegun)
    {
        wiring.Link = ++_last;
        if (IsFresh(wiring.Sender) && IsFresh(wiring.Receiver))
            wiring.IsAcross = wiring.Sender.Node is not { } node || node != wiring.Receiver.Node;

        bool IsFresh(Player end) => end.Node is null || hasBegun(end);
    }

    private void ChangeSenders(Player receiver, IEnumerable<Wiring> wirings)
    {
        foreach (var wiring in wirings.Where(wiring => wiring.Sender.Node is not null)) order(receiver.Node!, new PartProtocol.ChangeSender(wiring.Number, FarEndOf(wiring)));
    }

    private InletPlan InletOf(FlowEdge edge)
    {
        var wiring = _edges[edge];
        return new InletPlan(
            wiring.Number, edge.To.Port, WindowOf(edge), _closing.Contains(edge), IsAcknowledged(edge), wiring.IsAcross ? 0 : wiring.Sender.Run, wiring.IsAcross ? FarEndOf(wiring) : null);
    }

    private OutletPlan OutletOf(FlowEdge edge)
    {
        var wiring = _edges[edge];
        return new OutletPlan(
            wiring.Number, edge.From.Port, edge.Kind, WindowOf(edge), _closing.Contains(edge) ? _graph.Ttl ?? 0 : null, wiring.IsAcross ? 0 : wiring.Receiver.Run, IsAcknowledged(edge), Confirms(edge));
    }

    private FarEnd FarEndOf(Wiring wiring) => new(wiring.Sender.Node is { } node ? $"{pathOf(node)}/{EdgeNames.Out(wiring.Number)}" : null, wiring.Link);

    private void SetLimits(FlowEdge edge, Wiring wiring)
    {
        var set = new FlowProtocol.SetLimits(wiring.Number, WindowOf(edge), _closing.Contains(edge) ? _graph.Ttl ?? 0 : null);
        Tell(wiring.Sender, set);
        Tell(wiring.Receiver, set);
    }

    private int WindowOf(FlowEdge edge) => _graph.Actors[edge.To.Actor].Options.Queue;

    private bool IsAcknowledged(FlowEdge edge) => _graph.Actors[edge.To.Actor].Options.Delivery == EdgeDelivery.Acknowledged;

    // In a circle an event would wait for itself; and what a module sends that does not relay is not made of what it gets.
    private bool Confirms(FlowEdge edge) => IsAcknowledged(edge) && !_circling.Contains(edge) && _graph.Actors[edge.From.Actor].Module.Type.Facts.Relays;

    private void Drop(Player end, Wiring wiring) => Order(end, new PartProtocol.EdgeGone(end.Run, wiring.Number));

    private void Tell(Player player, object message) => Order(player, new PartProtocol.Tell(player.Run, message));

    private void Order(Player player, object message)
    {
        if (player.Node is { } node) order(node, message);
    }
}

/// <summary>What the actors are called that an edge between two parts of a flow ends in.</summary>
internal static class EdgeNames
{
    public static string Out(long edge) => $"out-{edge}";

    public static string In(long edge) => $"in-{edge}";
}
