using System.Collections.Immutable;
using Actors.Dataflow.Graphs;
using Akka.Actor;
using Akka.Event;

namespace Actors.Dataflow.Internal;

/// <summary>Starts the actors of a flow, wires them, changes the wiring, and sees to it that all ends in order. What is wired how follows from the graph alone.</summary>
internal sealed class DirectorActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private readonly FlowTerms _terms;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, Cast> _cast = new(StringComparer.Ordinal);
    private readonly List<Cast> _leaving = [];
    private readonly Dictionary<FlowEdge, long> _edges = [];
    private readonly HashSet<string> _sourcesEnded = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _sources;
    private readonly TaskCompletionSource<FlowEnd> _ended;
    private FlowGraph _graph = new();
    private QuietWatch? _quiet;
    private FlowError? _failure;
    private TimeSpan _pause = TimeSpan.FromMilliseconds(1);
    private long _lastEdge;
    private bool _isDraining;

    /// <param name="terms">What the flow's actors have in common.</param>
    /// <param name="sources">Ended when no actor makes events by its own any more.</param>
    /// <param name="ended">Ended when all is over.</param>
    public DirectorActor(FlowTerms terms, TaskCompletionSource sources, TaskCompletionSource<FlowEnd> ended) => (_terms, _sources, _ended) = (terms, sources, ended);

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() =>
        // A module's failures are caught around it; what comes here is an error in the runner, and its queues are lost with it.
        new OneForOneStrategy(failure => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SetGraph set:
                Change(set.Graph);
                set.Done.TrySetResult();
                break;
            case DrainFlow:
                Drain();
                break;
            case AbortFlow:
                End();
                break;
            case Look:
                LookAround();
                break;
            case FlowProtocol.Report report:
                Take(report);
                break;
            case FlowProtocol.SourceEnded ended:
                _sourcesEnded.Add(ended.Actor);
                if (_cast.Keys.All(_sourcesEnded.Contains)) _sources.TrySetResult();
                break;
            case FlowProtocol.Finished:
                Finished(Sender);
                break;
            case FlowProtocol.FlowFailed failed:
                _failure ??= failed.Error;
                Drain();
                break;
            case Terminated gone:
                Lost(gone.ActorRef);
                break;
            case GetRunners get:
                get.Found.TrySetResult(_cast.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Runner));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        // Also when the actor system ends before the flow.
        _sources.TrySetResult();
        _ended.TrySetResult(new FlowEnd(_failure, [.. _cast.Values.Concat(_leaving).Where(actor => !actor.IsFinished).Select(actor => actor.Name)]));
    }

    private void Change(FlowGraph graph)
    {
        var change = GraphDiff.Between(_graph, graph);
        var closing = GraphCircles.ClosingEdges(graph);
        _graph = graph;
        foreach (var name in change.Removed) Leave(name);
        foreach (var spec in change.Added) Start(spec);
        foreach (var edge in graph.Edges.Where(_edges.ContainsKey)) SetTtl(edge, closing.Contains(edge));
        foreach (var edge in change.NewEdges) _edges[edge] = ++_lastEdge;
        // Inlets first: nobody is sent anything by an edge that he does not know. Then the new outlets of an actor together with the end of its old ones, so that no event finds none.
        foreach (var (name, actor) in _cast) Send(actor, new FlowProtocol.Wire(InletsOf(name, change, closing), [], []));
        foreach (var (name, actor) in _cast) Send(actor, new FlowProtocol.Wire([], OutletsOf(name, change, closing), CutFrom(name, change)));
        foreach (var edge in change.CutEdges) _edges.Remove(edge);
        foreach (var spec in change.Added) _cast[spec.Name].Runner.Tell(new FlowProtocol.Begin(), Self);
        foreach (var spec in change.Changed) _cast[spec.Name].Runner.Tell(new FlowProtocol.Reload(spec), Self);
        if (_isDraining) Drain();
    }

    private void SetTtl(FlowEdge edge, bool closesCircle)
    {
        var set = new FlowProtocol.SetTtl(_edges[edge], closesCircle ? _graph.Ttl ?? 0 : null);
        _cast[edge.From.Actor].Runner.Tell(set, Self);
        _cast[edge.To.Actor].Runner.Tell(set, Self);
    }

    private void Send(Cast actor, FlowProtocol.Wire wire)
    {
        if (!wire.Inlets.IsEmpty || !wire.Outlets.IsEmpty || !wire.Cut.IsEmpty) actor.Runner.Tell(wire, Self);
    }

    private ImmutableArray<InletSpec> InletsOf(string name, GraphChange change, IReadOnlySet<FlowEdge> closing) =>
        [.. change.NewEdges.Where(edge => edge.To.Actor == name).Select(edge => new InletSpec(
            _edges[edge], edge.To.Port, WindowOf(edge), _cast[edge.From.Actor].Runner, closing.Contains(edge), edge.Delivery == EdgeDelivery.Acknowledged))];

    private ImmutableArray<OutletSpec> OutletsOf(string name, GraphChange change, IReadOnlySet<FlowEdge> closing) =>
        [.. change.NewEdges.Where(edge => edge.From.Actor == name).Select(edge => new OutletSpec(
            _edges[edge], edge.From.Port, edge.Kind, WindowOf(edge), _cast[edge.To.Actor].Runner, closing.Contains(edge) ? _graph.Ttl ?? 0 : null))];

    // What was taken out of the flow is not in the cast any more: it sends on what it has, and its edges close behind it.
    private ImmutableArray<long> CutFrom(string name, GraphChange change) =>
        [.. change.CutEdges.Where(edge => edge.From.Actor == name && _edges.ContainsKey(edge)).Select(edge => _edges[edge])];

    private int WindowOf(FlowEdge edge) => _graph.Actors[edge.To.Actor].Options.Queue;

    private void Start(FlowActorSpec spec)
    {
        // A name may come back while the one who had it before still drains: so the number.
        var runner = Context.ActorOf(FlowRunner.Props(spec, _terms), $"{spec.Name}-{++_lastEdge}");
        Context.Watch(runner);
        _cast[spec.Name] = new Cast(spec.Name, runner);
    }

    private void Leave(string name)
    {
        if (!_cast.Remove(name, out var actor)) return;
        _leaving.Add(actor);
        actor.Runner.Tell(new FlowProtocol.Drain(), Self);
    }

    private void Drain()
    {
        if (!_isDraining && GraphCircles.ClosingEdges(_graph).Count > 0)
        {
            _quiet = new QuietWatch();
            LookAround();
        }

        _isDraining = true;
        foreach (var actor in _cast.Values) actor.Runner.Tell(new FlowProtocol.Drain(), Self);
        EndIfFinished();
    }

    private void Take(FlowProtocol.Report report)
    {
        switch (_quiet?.Take(report, _cast.Count))
        {
            case QuietVerdict.Wait:
                _pause = TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks));
                Timers.StartSingleTimer(nameof(Look), new Look(), _pause);
                break;
            case QuietVerdict.LookAgain:
                LookAround();
                break;
            case QuietVerdict.Flush:
                foreach (var actor in _cast.Values.Where(actor => !actor.IsFinished)) actor.Runner.Tell(new FlowProtocol.FlushHeld(), Self);
                LookAround();
                break;
            case QuietVerdict.Close:
                foreach (var actor in _cast.Values) actor.Runner.Tell(new FlowProtocol.CloseCircle(), Self);
                break;
        }
    }

    private void LookAround()
    {
        foreach (var actor in _cast.Values) actor.Runner.Tell(new FlowProtocol.GetReport(), Self);
    }

    private void Finished(IActorRef runner)
    {
        if (_leaving.Find(actor => actor.Runner.Equals(runner)) is { } gone)
        {
            Context.Unwatch(runner);
            Context.Stop(runner);
            _leaving.Remove(gone);
        }
        else if (_cast.Values.FirstOrDefault(actor => actor.Runner.Equals(runner)) is { } actor)
        {
            actor.IsFinished = true;
        }

        EndIfFinished();
    }

    private void Lost(IActorRef runner)
    {
        if (_cast.Values.Concat(_leaving).FirstOrDefault(actor => actor.Runner.Equals(runner)) is not { } lost) return;
        _failure ??= new FlowError(FlowErrorKind.Failed, lost.Name, ["the actor was stopped, with all that waited for it"]);
        _log.Error("flow actor {0} was stopped; the flow ends", lost.Name);
        End();
    }

    private void EndIfFinished()
    {
        if (_isDraining && _leaving.Count == 0 && _cast.Values.All(actor => actor.IsFinished)) End();
    }

    private void End() => Context.Stop(Self);

    /// <summary>Makes the flow what the graph says; the first one starts it.</summary>
    public sealed record SetGraph(FlowGraph Graph, TaskCompletionSource Done);

    public sealed record DrainFlow;

    public sealed record AbortFlow;

    public sealed record GetRunners(TaskCompletionSource<ImmutableDictionary<string, IActorRef>> Found);

    private sealed record Look;

    private sealed class Cast(string name, IActorRef runner)
    {
        public string Name { get; } = name;

        public IActorRef Runner { get; } = runner;

        public bool IsFinished { get; set; }
    }
}

/// <summary>How a flow has ended.</summary>
/// <param name="Failure">Why, if an actor ended it.</param>
/// <param name="Unfinished">Actors that still had events.</param>
internal sealed record FlowEnd(FlowError? Failure, ImmutableArray<string> Unfinished);
