using System.Collections.Immutable;
using Actors.Dataflow;
using Actors.Dataflow.Directing;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Running;
using Xunit;

namespace Actors.Tests.Dataflow.Nodes;

/// <summary>A flow on nodes that come and go, changed again and again: the orders of <see cref="Casting"/> are carried out on paper. All by a seed.</summary>
internal sealed class CastWorld
{
    private static readonly string[] Roles = ["x", "y"];
    private static readonly ModuleType Module = ModuleType.Of(typeof(PassOn));

    private readonly Random _random;
    private readonly Dictionary<string, FlowNodeFacts> _nodes = [];
    private readonly Dictionary<string, PaperPart> _parts = [];
    private readonly HashSet<long> _runs = [];
    private readonly Dictionary<long, long> _links = []; // the highest that was named, by edge
    private readonly HashSet<long> _cut = [];
    private readonly List<string> _joined = []; // edges with two ends, as they were found
    private FlowGraph _graph = new() { Ttl = 3 };
    private int _named;

    public CastWorld(int seed)
    {
        _random = new Random(seed);
        Casting = new Casting(node => $"path-of-{node}", Order);
    }

    public Casting Casting { get; }

    public int Losses { get; private set; }

    public void Step()
    {
        switch (_random.Next(12))
        {
            case 0 or 1 or 2 or 3:
                Casting.Change(_graph = Changed());
                break;
            case 4 or 5 when _nodes.Count < 6:
                var node = $"node-{_named++}";
                _nodes.Add(node, new FlowNodeFacts(node, Roles.Where(_ => _random.Next(2) == 0).ToHashSet(), _random.Next(4) > 0));
                Casting.SetNodes([.. _nodes.Values]);
                break;
            case 6 or 7 when _nodes.Count > 0:
                Lose(_nodes.Keys.ElementAt(_random.Next(_nodes.Count)));
                break;
            case 8 when _random.Next(10) == 0:
                Casting.Drain();
                break;
            case 9:
                if (Pick(Casting.All.Where(player => player.Node is not null)) is { } done) Casting.SourceEnded(done.Run);
                break;
            default:
                GoOn();
                break;
        }
    }

    /// <summary>Whether somewhere something is left of actors that were taken out, after all of them had the time to end.</summary>
    public void AssertNothingIsLeft()
    {
        while (GoOn())
        {
        }

        Assert.Equal(Casting.Players.Count, Casting.All.Count());
        Check();
        foreach (var (number, ends) in _parts.Values.SelectMany(part => part.Inward.Keys.Concat(part.Outward.Keys)).CountBy(number => number))
            Assert.True(_parts.Values.Any(part => part.Runs.Values.Any(run => run.Inlets.ContainsKey(number) || (run.Outlets.ContainsKey(number) && !run.Cut.Contains(number)))), $"{ends} ends of edge {number} are left");
    }

    /// <summary>Every edge of the flow of which an end runs is there once at that end, and leads to the other; nothing leads to what is gone.</summary>
    public void Check()
    {
        foreach (var player in Casting.Players.Where(player => player.Node is not null))
        {
            var run = RunOf(player);
            Assert.True(run.HasBegun, $"{player.Name} has not begun");
            Assert.Equal(player.Spec, run.Spec);
            Assert.Equal(Casting.IsDraining, run.IsDraining);
            Assert.Equal(
                _graph.EdgesFrom(player.Name).Select(edge => (edge.From.Port, edge.Kind)).Order(),
                run.Outlets.Values.Where(outlet => !run.Cut.Contains(outlet.Edge)).Select(outlet => (outlet.Outbox, outlet.Kind)).Order());
            Assert.Equal(
                _graph.EdgesTo(player.Name).Select(edge => edge.To.Port).Order(),
                run.Inlets.Values.Where(inlet => !_cut.Contains(inlet.Edge) && !Casting.Leaving.Any(leaving => leaving.Run == inlet.Sender)).Select(inlet => inlet.Inbox).Order());
            foreach (var outlet in run.Outlets.Values.Where(outlet => !run.Cut.Contains(outlet.Edge))) CheckOutlet(player, outlet);
            foreach (var inlet in run.Inlets.Values) CheckInlet(player, inlet);
        }

        var placed = _graph.Edges.Where(edge => Casting.Players.Where(player => player.Name == edge.From.Actor || player.Name == edge.To.Actor).All(player => player.Node is not null));
        Assert.Equal(placed.Select(edge => edge.ToString()).CountBy(edge => edge).OrderBy(pair => pair.Key, StringComparer.Ordinal), _joined.CountBy(edge => edge).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        _joined.Clear();
    }

    private void CheckOutlet(Player sender, OutletPlan outlet)
    {
        if (outlet.Receiver > 0)
        {
            var receiver = _parts[sender.Node!].Runs[outlet.Receiver];
            Assert.Equal(sender.Run, receiver.Inlets[outlet.Edge].Sender);
            Join(sender, outlet, receiver);
            return;
        }

        Assert.Equal(sender.Run, _parts[sender.Node!].Outward[outlet.Edge]);
        foreach (var (part, receiver) in _parts.Values.SelectMany(part => part.Runs.Values.Where(run => run.Inlets.ContainsKey(outlet.Edge)).Select(run => (part, run))))
        {
            Assert.Equal(receiver.Run, part.Inward[outlet.Edge].Run);
            Assert.Equal(new FarEnd($"path-of-{sender.Node}/out-{outlet.Edge}", _links[outlet.Edge]), part.Inward[outlet.Edge].From);
            Assert.Equal(outlet.KeepsUntilHandled, receiver.Inlets[outlet.Edge].CreditWhenHandled);
            Join(sender, outlet, receiver);
        }
    }

    private void Join(Player sender, OutletPlan outlet, PaperRun receiver)
    {
        var inlet = receiver.Inlets[outlet.Edge];
        Assert.Equal(_graph.Actors[receiver.Spec.Name].Options.Queue, outlet.Window);
        Assert.Equal(outlet.Window, inlet.Window);
        Assert.Equal(outlet.Ttl is not null, inlet.ClosesCircle);
        _joined.Add(new FlowEdge(new FlowPort(sender.Name, outlet.Outbox), new FlowPort(receiver.Spec.Name, inlet.Inbox)) { Kind = outlet.Kind }.ToString());
    }

    // Whoever waits for events waits for somebody who is there, or will be.
    private void CheckInlet(Player receiver, InletPlan inlet)
    {
        if (inlet.Sender > 0) Assert.True(_parts[receiver.Node!].Runs.ContainsKey(inlet.Sender), $"{receiver.Name} gets edge {inlet.Edge} from nobody");
        else if (_cut.Contains(inlet.Edge)) Assert.True(_parts.Values.Any(part => part.Outward.ContainsKey(inlet.Edge)), $"{receiver.Name} waits for edge {inlet.Edge}, which is gone");
    }

    private PaperRun RunOf(Player player) => _parts[player.Node!].Runs[player.Run];

    private void Lose(string node)
    {
        Losses++;
        _nodes.Remove(node);
        _parts.Remove(node);
        Casting.Lose(node);
    }

    private FlowGraph Changed()
    {
        var graph = _graph;
        for (var count = _random.Next(1, 5); count > 0; count--)
            graph = _random.Next(8) switch
            {
                0 or 1 or 2 when graph.Actors.Count < 8 => graph.With(new FlowActorSpec($"{(char)('a' + _random.Next(26))}{_named++}", Settings(), Options())),
                3 when Pick(graph.Actors.Keys) is { } name => graph.Without(name),
                4 when Pick(graph.Actors.Values) is { } spec => graph with { Actors = graph.Actors.SetItem(spec.Name, spec with { Module = Settings(), Options = Options() }) },
                5 when Pick(graph.Edges.Select(edge => edge)) is { } edge => graph with { Edges = graph.Edges.Remove(edge) },
                _ when Pick(graph.Actors.Keys) is { } from && Pick(graph.Actors.Keys) is { } to => With(graph, from, to),
                _ => graph,
            };
        return graph;
    }

    private FlowGraph With(FlowGraph graph, string from, string to)
    {
        var kind = (EdgeKind)_random.Next(3);
        var edge = new FlowEdge(new FlowPort(from, kind == EdgeKind.Events ? $"out-{_random.Next(2)}" : kind.ToString()), new FlowPort(to, $"in-{_random.Next(2)}")) { Kind = kind };
        return graph.Edges.Contains(edge) ? graph : graph.With(edge);
    }

    private ModuleSpec Settings() => ModuleSpec.Of(Module, new PassOn.Settings { FailEvery = _random.Next(3) });

    private FlowActorOptions Options() => new()
    {
        Role = _random.Next(3) is var role && role < 2 ? Roles[role] : null,
        Queue = _random.Next(1, 4),
        Delivery = (EdgeDelivery)_random.Next(2),
    };

    private T? Pick<T>(IEnumerable<T> among)
    {
        var list = among.ToList();
        return list.Count == 0 ? default : list[_random.Next(list.Count)];
    }

    /// <summary>What is on edges that are no more arrives, and actors that were taken out end.</summary>
    /// <returns>False: all is done.</returns>
    private bool GoOn()
    {
        var leaving = Casting.Leaving.ToList();
        var done = leaving.Where(player => RunOf(player).Inlets.Count == 0 || leaving.Contains(Sender(player)!)).Select(player => (Action)(() => Finish(player)));
        var arrived = _parts.Values.SelectMany(part => part.Inward.Where(end => end.Value.IsForgotten && HasSentAll(end.Key)).Select(end => (Action)(() => Arrive(part, end.Key, end.Value.Run))));
        if (Pick(done.Concat(arrived)) is not { } next) return false;
        next();
        return true;
    }

    // Taken out together, actors of a circle end together.
    private Player? Sender(Player receiver) =>
        Casting.All.FirstOrDefault(player => player.Node is not null && RunOf(player).Outlets.Keys.Any(edge => RunOf(receiver).Inlets.ContainsKey(edge)));

    private bool HasSentAll(long edge) =>
        _parts.Values.Any(part => part.Outward.TryGetValue(edge, out var run) && (!part.Runs.TryGetValue(run, out var sender) || sender.Cut.Contains(edge)));

    private void Finish(Player player)
    {
        var part = _parts[player.Node!];
        foreach (var outlet in RunOf(player).Outlets.Values.Where(outlet => outlet.Receiver > 0)) part.Runs.GetValueOrDefault(outlet.Receiver)?.Inlets.Remove(outlet.Edge);
        Casting.Finished(player.Run);
        Assert.False(part.Runs.ContainsKey(player.Run));
    }

    private void Arrive(PaperPart part, long edge, long run)
    {
        part.Inward.Remove(edge);
        part.Runs.GetValueOrDefault(run)?.Inlets.Remove(edge);
        Casting.EdgeEnded(edge);
    }

    private void Order(string node, object order)
    {
        Assert.True(node == Placement.Local || _nodes.ContainsKey(node), $"{order} is for {node}, which is lost");
        if (!_parts.TryGetValue(node, out var part)) _parts.Add(node, part = new PaperPart());
        switch (order)
        {
            case PartProtocol.Start start:
                Assert.True(_runs.Add(start.Run), $"run {start.Run} was started before");
                part.Runs.Add(start.Run, new PaperRun(start.Run, start.Spec));
                break;
            case PartProtocol.Connect connect:
                Connect(part, part.Runs[connect.Run], connect);
                break;
            case PartProtocol.ChangeSender change:
                Assert.False(change.From == part.Inward[change.Edge].From, $"{change} was ordered before");
                part.Inward[change.Edge].From = Known(change.Edge, change.From);
                break;
            case PartProtocol.Forget forget:
                Assert.False(part.Inward[forget.Edge].IsForgotten, $"{forget} was ordered before");
                part.Inward[forget.Edge].IsForgotten = true;
                _cut.Add(forget.Edge);
                break;
            case PartProtocol.EdgeGone gone:
                part.Inward.Remove(gone.Edge);
                part.Outward.Remove(gone.Edge);
                if (part.Runs.TryGetValue(gone.Run, out var left))
                {
                    left.Inlets.Remove(gone.Edge);
                    left.Outlets.Remove(gone.Edge);
                }

                // Its run may have finished before what it sent has arrived.
                Assert.Contains(gone.Run, _runs);
                break;
            case PartProtocol.Stop stop:
                Assert.True(part.Runs.Remove(stop.Run));
                break;
            case PartProtocol.Tell tell:
                Tell(part.Runs[tell.Run], tell.Message);
                break;
            default:
                Assert.Fail($"{order} is no order");
                break;
        }
    }

    private void Connect(PaperPart part, PaperRun run, PartProtocol.Connect plan)
    {
        foreach (var inlet in plan.Inlets)
        {
            run.Inlets.Add(inlet.Edge, inlet);
            Assert.Equal(inlet.From is null, inlet.Sender > 0);
            if (inlet.From is { } from) part.Inward.Add(inlet.Edge, new PaperEnd(run.Run) { From = Known(inlet.Edge, from) });
            else Assert.Contains(inlet.Sender, part.Runs.Keys);
        }

        foreach (var outlet in plan.Outlets)
        {
            run.Outlets.Add(outlet.Edge, outlet);
            if (outlet.Receiver == 0) part.Outward.Add(outlet.Edge, run.Run);
            else Assert.Contains(outlet.Edge, part.Runs[outlet.Receiver].Inlets.Keys);
        }

        foreach (var edge in plan.Cut)
        {
            Assert.True(run.Cut.Add(edge), $"edge {edge} was cut before");
            _cut.Add(edge);
            if (run.Outlets[edge].Receiver is var receiver and > 0) part.Runs[receiver].Inlets.Remove(edge);
        }
    }

    private FarEnd Known(long edge, FarEnd end)
    {
        Assert.True(end.Link > _links.GetValueOrDefault(edge), $"link {end.Link} of edge {edge} is an old one");
        _links[edge] = end.Link;
        return end;
    }

    private static void Tell(PaperRun run, object message)
    {
        switch (message)
        {
            case FlowProtocol.Begin:
                Assert.False(run.HasBegun);
                run.HasBegun = true;
                break;
            case FlowProtocol.Drain:
                run.IsDraining = true;
                break;
            case FlowProtocol.Reload reload:
                run.Spec = reload.Spec;
                break;
            case FlowProtocol.SetLimits set:
                if (run.Inlets.TryGetValue(set.Edge, out var inlet)) run.Inlets[set.Edge] = inlet with { Window = set.Window, ClosesCircle = set.Ttl is not null };
                if (run.Outlets.TryGetValue(set.Edge, out var outlet)) run.Outlets[set.Edge] = outlet with { Window = set.Window, Ttl = set.Ttl };
                break;
            default:
                Assert.Fail($"{message} is nothing to say");
                break;
        }
    }

    private sealed class PaperPart
    {
        public Dictionary<long, PaperRun> Runs { get; } = [];

        public Dictionary<long, PaperEnd> Inward { get; } = [];

        /// <summary>The run that sends, by edge.</summary>
        public Dictionary<long, long> Outward { get; } = [];
    }

    private sealed class PaperEnd(long run)
    {
        public long Run { get; } = run;

        public FarEnd? From { get; set; }

        public bool IsForgotten { get; set; }
    }

    private sealed class PaperRun(long run, FlowActorSpec spec)
    {
        public long Run { get; } = run;

        public FlowActorSpec Spec { get; set; } = spec;

        public bool HasBegun { get; set; }

        public bool IsDraining { get; set; }

        public Dictionary<long, InletPlan> Inlets { get; } = [];

        public Dictionary<long, OutletPlan> Outlets { get; } = [];

        public HashSet<long> Cut { get; } = [];
    }
}
