using Actors.Dataflow;
using Actors.Dataflow.Graphs;

namespace Actors.Tests.Dataflow;

/// <summary>
/// A flow made by chance: sources, actors that pass on, fail, hold back or are made anew, funnels, copies, error edges, circles. It knows what must arrive where, from the graph alone.
/// </summary>
internal sealed class RandomFlow
{
    private readonly Random _random;
    private readonly Dictionary<string, int> _failEvery = [];
    private readonly List<string> _sinks = [];
    private readonly int _events;
    private readonly Dictionary<(string Sink, int Number, FlowErrorKind? Error), int> _arrived = [];
    private readonly Lock _gate = new(); // guards _arrived

    public RandomFlow(int seed, Director director)
    {
        _random = new Random(seed);
        _events = _random.Next(1, 40);
        Director = director;
        Build();
    }

    public Director Director { get; }

    /// <summary>How often each event arrived at each sink.</summary>
    public IReadOnlyDictionary<(string Sink, int Number, FlowErrorKind? Error), int> Arrived
    {
        get
        {
            lock (_gate) return new Dictionary<(string, int, FlowErrorKind?), int>(_arrived);
        }
    }

    /// <summary>How often each event must arrive at each sink.</summary>
    public Dictionary<(string Sink, int Number, FlowErrorKind? Error), int> Expected()
    {
        var expected = new Dictionary<(string, int, FlowErrorKind?), int>();
        var graph = Director.Graph;
        var closing = GraphCircles.ClosingEdges(graph);
        var steps = new Queue<(string Actor, int Number, int Laps, FlowErrorKind? Error)>();
        foreach (var source in graph.Actors.Keys.Where(name => name.StartsWith("source", StringComparison.Ordinal)))
            for (var number = 0; number < _events; number++)
                Leave(source, number, 0, null, EdgeKind.Events);
        while (steps.TryDequeue(out var step))
        {
            if (_sinks.Contains(step.Actor)) Count(expected, (step.Actor, step.Number, step.Error));
            else if (Fails(step.Actor, step.Number)) Leave(step.Actor, step.Number, step.Laps, FlowErrorKind.Failed, EdgeKind.Errors);
            else Leave(step.Actor, step.Number, step.Laps, step.Error, EdgeKind.Events);
        }

        return expected;

        void Leave(string actor, int number, int laps, FlowErrorKind? error, EdgeKind kind)
        {
            var edges = graph.EdgesFrom(actor).Where(edge => edge.Kind == kind).ToList();
            if (kind == EdgeKind.Errors && edges.Count == 0) edges.Add(new FlowEdge(new FlowPort(actor, "errors"), new FlowPort(graph.ErrorActor!, "inbox")) { Kind = kind });
            foreach (var edge in edges)
            {
                if (!closing.Contains(edge)) steps.Enqueue((edge.To.Actor, number, laps, error));
                else if (laps < graph.Ttl) steps.Enqueue((edge.To.Actor, number, laps + 1, error));
                else if (error != FlowErrorKind.Loop) Leave(actor, number, laps, FlowErrorKind.Loop, EdgeKind.Errors);
            }
        }
    }

    private static void Count<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull =>
        counts[key] = counts.GetValueOrDefault(key) + 1;

    private bool Fails(string actor, int number) => _failEvery.GetValueOrDefault(actor) is var every and > 0 && number % every == 0;

    private void Build()
    {
        var sources = Enumerable.Range(0, _random.Next(1, 3)).Select(index => Director.Register($"source-{index}", Flows.Numbers(_events), Options())).ToList();
        var middles = Enumerable.Range(0, _random.Next(1, 7)).Select(index => Middle($"middle-{index}")).ToList();
        var sinks = Enumerable.Range(0, _random.Next(1, 3)).Select(index => Sink($"sink-{index}")).ToList();
        Director.WithErrorActor(Sink("errors"));
        // Whoever is later in the list can be reached from the earlier ones, so that every actor has an inbox and events come to an end.
        var ends = middles.Concat(sinks).ToList();
        for (var index = 0; index < ends.Count; index++)
        {
            var before = sources.Concat(middles.Take(index)).ToList();
            foreach (var from in before.OrderBy(_ => _random.Next()).Take(_random.Next(1, 3))) Director.Connect(from, ends[index]);
        }

        foreach (var (from, index) in middles.Select((from, index) => (from, index)).Where(_ => _random.Next(3) == 0))
            Director.ConnectError(from, ends[_random.Next(index + 1, ends.Count)]);
        if (_random.Next(3) == 0) CloseCircle(middles);
    }

    private void CloseCircle(List<FlowActor> middles)
    {
        Director.WithTtl(_random.Next(1, 3));
        var (one, other) = (_random.Next(middles.Count), _random.Next(middles.Count));
        Director.Connect(middles[Math.Max(one, other)], middles[Math.Min(one, other)]["back"]);
    }

    private FlowActor Middle(string name)
    {
        if (_random.Next(4) == 0) return Director.Register<HoldBack>(name, null, Options());
        if (_random.Next(2) == 0) _failEvery[name] = _random.Next(2, 5);
        return Director.Register(name, item => Fails(name, item.Number()) ? throw new InvalidOperationException("by chance") : item, Options());
    }

    private FlowActor Sink(string name)
    {
        _sinks.Add(name);
        return Director.Register(
            name,
            item =>
            {
                lock (_gate) Count(_arrived, (name, item.Number(), item.Error?.Kind));
            },
            Options());
    }

    private FlowActorOptions Options() => new()
    {
        Queue = _random.Next(1, 6),
        Concurrency = _random.Next(1, 4),
        OnFailure = _random.Next(3) == 0 ? FailurePolicy.Restart : FailurePolicy.Resume,
    };
}

/// <summary>Sends events on in threes, and what is left over at the end.</summary>
[FlowModule("test-hold-back", "For tests.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [FlowModuleAttribute.Any])]
public sealed class HoldBack : FlowModule
{
    private readonly List<FlowEvent> _held = [];

    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        _held.Add(item);
        if (_held.Count >= 3) await FlushAsync(cancel);
    }

    protected override async ValueTask FlushAsync(CancellationToken cancel)
    {
        List<FlowEvent> held = [.. _held];
        _held.Clear();
        foreach (var item in held) await SendAsync(item);
    }
}
