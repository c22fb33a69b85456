using System.Collections.Concurrent;
using Actors.Dataflow;
using Actors.Dataflow.Graphs;
using Xunit;

namespace Actors.Tests.Dataflow;

/// <summary>
/// A flow made by chance: sources, actors that pass on, fail, hold back or are made anew, funnels, copies, error edges, circles. It knows what must arrive where, from the graph alone.
/// </summary>
internal sealed class RandomFlow
{
    private readonly Random _random;
    private readonly Dictionary<string, int> _failEvery = [];
    private readonly List<string> _sinks = [];
    private readonly Func<Random, FlowActorOptions, FlowActorOptions> _place;
    private readonly bool _isPlain;
    private readonly int _events;

    /// <param name="seed">Decides all.</param>
    /// <param name="director">Gets the flow.</param>
    /// <param name="place">Says where actors run; null: all in this process.</param>
    /// <param name="isPlain">Without circles, and without modules that hold events back.</param>
    public RandomFlow(int seed, Director director, Func<Random, FlowActorOptions, FlowActorOptions>? place = null, bool isPlain = false)
    {
        _isPlain = isPlain;
        _random = new Random(seed);
        _place = place ?? ((_, options) => options);
        _events = _random.Next(1, 40);
        Director = director;
        Build();
    }

    public Director Director { get; }

    /// <summary>How often each event arrived at each sink.</summary>
    public IReadOnlyDictionary<(string Sink, int Number, FlowErrorKind? Error), int> Arrived => Arrivals.Of(Director.Graph.Name);

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

    /// <summary>Every event is where it has to be, as often as it has to be there.</summary>
    /// <param name="about">Tells which flow it is.</param>
    /// <param name="atLeast">It may be there more often.</param>
    public void AssertConserved(string about, bool atLeast = false)
    {
        var (expected, arrived) = (Expected(), Arrived);
        var wrong = expected.Keys.Union(arrived.Keys).Where(key => atLeast ? expected.GetValueOrDefault(key) > arrived.GetValueOrDefault(key) : expected.GetValueOrDefault(key) != arrived.GetValueOrDefault(key))
            .Select(key => $"{key}: {arrived.GetValueOrDefault(key)} instead of {expected.GetValueOrDefault(key)}").ToList();
        Assert.True(wrong.Count == 0, $"{about}: {string.Join(", ", wrong)}");
    }

    private static void Count<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull =>
        counts[key] = counts.GetValueOrDefault(key) + 1;

    private bool Fails(string actor, int number) => _failEvery.GetValueOrDefault(actor) is var every and > 0 && number % every == 0;

    private void Build()
    {
        var sources = Enumerable.Range(0, _random.Next(1, 3)).Select(index => Director.Register<Numbered>($"source-{index}", new Numbered.Settings { Count = _events }, Options())).ToList();
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
        if (!_isPlain && _random.Next(3) == 0) CloseCircle(middles);
    }

    private void CloseCircle(List<FlowActor> middles)
    {
        Director.WithTtl(_random.Next(1, 3));
        var (one, other) = (_random.Next(middles.Count), _random.Next(middles.Count));
        Director.Connect(middles[Math.Max(one, other)], middles[Math.Min(one, other)]["back"]);
    }

    private FlowActor Middle(string name)
    {
        if (!_isPlain && _random.Next(4) == 0) return Director.Register<HoldBack>(name, null, Options());
        if (_random.Next(2) == 0) _failEvery[name] = _random.Next(2, 5);
        return Director.Register<PassOn>(name, new PassOn.Settings { FailEvery = _failEvery.GetValueOrDefault(name) }, Options());
    }

    private FlowActor Sink(string name)
    {
        _sinks.Add(name);
        return Director.Register<Arrive>(name, new Arrive.Settings { Flow = Director.Graph.Name, Sink = name }, Options());
    }

    private FlowActorOptions Options() => _place(_random, new FlowActorOptions
    {
        Queue = _random.Next(1, 6),
        Concurrency = _random.Next(1, 4),
        OnFailure = _random.Next(3) == 0 ? FailurePolicy.Restart : FailurePolicy.Resume,
    });
}

/// <summary>What has arrived at the ends of flows, wherever in this process they run.</summary>
internal static class Arrivals
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<(string Sink, int Number, FlowErrorKind? Error)>> Flows = new();

    public static void Add(string flow, string sink, FlowEvent item) => Flows.GetOrAdd(flow, _ => new()).Enqueue((sink, item.Number(), item.Error?.Kind));

    public static Dictionary<(string Sink, int Number, FlowErrorKind? Error), int> Of(string flow) =>
        Flows.GetValueOrDefault(flow, []).CountBy(arrival => arrival).ToDictionary();
}

/// <summary>Makes the numbers from 0.</summary>
[FlowModule("test-numbered", "For tests.", Inboxes = [], Outboxes = [FlowModuleAttribute.Any])]
public sealed class Numbered(Numbered.Settings settings) : FlowModule
{
    protected override async Task RunAsync(CancellationToken stopping)
    {
        for (var number = 0; number < settings.Count && !stopping.IsCancellationRequested; number++) await SendAsync(NewEvent(number));
    }

    public sealed record Settings
    {
        public int Count { get; init; }
    }
}

/// <summary>Sends events on, but for those with certain numbers, with which it fails.</summary>
[FlowModule("test-pass-on", "For tests.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [FlowModuleAttribute.Any])]
public sealed class PassOn(PassOn.Settings settings) : FlowModule
{
    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) =>
        settings.FailEvery > 0 && item.Number() % settings.FailEvery == 0 ? throw new InvalidOperationException("by chance") : SendAsync(item);

    public sealed record Settings
    {
        public int FailEvery { get; init; }
    }
}

/// <summary>An end of a flow.</summary>
[FlowModule("test-arrive", "For tests.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [])]
public sealed class Arrive(Arrive.Settings settings) : FlowModule
{
    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        Arrivals.Add(settings.Flow, settings.Sink, item);
        return ValueTask.CompletedTask;
    }

    public sealed record Settings
    {
        public string Flow { get; init; } = "";

        public string Sink { get; init; } = "";
    }
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
