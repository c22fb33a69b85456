using System.Collections.Immutable;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Nodes;
using Actors.Dataflow.Running;
using Akka.Actor;
using Akka.Event;

namespace Actors.Dataflow.Directing;

/// <summary>Has the parts of a flow start, wire and change its actors, and sees to it that all ends in order. Who runs where, wired how, is decided by <see cref="Casting"/>.</summary>
internal sealed class DirectorActor : UntypedActor, IWithTimers
{
    private const string PartName = "part";

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LookForNodesAfter = TimeSpan.FromSeconds(2);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Casting _casting;
    private readonly Rounds _rounds = new();
    private readonly FlowNodes _nodes;
    private readonly TaskCompletionSource _sources;
    private readonly TaskCompletionSource<FlowEnd> _ended;
    private HashSet<Player> _saidToWait = [];
    private QuietWatch? _quiet;
    private FlowError? _failure;
    private TimeSpan _pause = TimeSpan.FromMilliseconds(1);

    /// <param name="name">The flow's name.</param>
    /// <param name="terms">What the flow's actors have in common.</param>
    /// <param name="sources">Ended when no actor makes events by its own any more.</param>
    /// <param name="ended">Ended when all is over.</param>
    public DirectorActor(string name, FlowTerms terms, TaskCompletionSource sources, TaskCompletionSource<FlowEnd> ended)
    {
        (_sources, _ended) = (sources, ended);
        _nodes = new FlowNodes(Context, name, terms, Context.Watch(Context.ActorOf(FlowPart.Props(terms), PartName)));
        _casting = new Casting(_nodes.PathOf, (node, order) => _nodes.PartOn(node).Tell(order, Self));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SetGraph set:
                if (set.Graph.Actors.Values.Any(actor => actor.Options.Role is not null)) _nodes.Watch();
                _casting.Change(set.Graph);
                SayWhoWaits();
                WatchCircles();
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
            case FlowProtocol.IAnswer answer:
                _rounds.Take(answer);
                break;
            case GetReports get:
                Ask(_casting.Players, round => new FlowProtocol.GetReport(round), answers => get.Found.TrySetResult(Complete(answers.Cast<FlowProtocol.Report>())), get.Patience);
                break;
            case GetTraces get:
                Ask(_casting.Players, round => new FlowProtocol.GetTrace(round, get.Event), answers => get.Found.TrySetResult([.. answers.Cast<FlowProtocol.Traced>()]), get.Patience);
                break;
            case Rounds.Late late:
                _rounds.End(late.Round);
                break;
            case SendTo send:
                Send(send);
                break;
            case FlowProtocol.SourceEnded ended:
                _casting.SourceEnded(ended.Run);
                if (_casting.AllSourcesEnded) _sources.TrySetResult();
                break;
            case FlowProtocol.Finished finished:
                _casting.Finished(finished.Run);
                // It may be stopped before it answers.
                if (_casting.Find(finished.Run) is null) _rounds.Forget(finished.Run);
                EndIfFinished();
                break;
            case FlowProtocol.FlowFailed failed:
                _failure ??= failed.Error;
                Drain();
                break;
            case PartProtocol.EdgeEnded ended:
                _casting.EdgeEnded(ended.Edge);
                break;
            case PartProtocol.RunLost lost:
                Lost(lost.Run);
                break;
            case PartProtocol.PartLost lost:
                PartLost(lost.Node);
                break;
            case LookForNodes:
                SetNodes();
                break;
            case Terminated gone:
                PartEnded(gone.ActorRef);
                break;
            default:
                if (!TakeMembership(message)) Unhandled(message);
                break;
        }
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        // A part that began anew would know nothing of its actors.
        new OneForOneStrategy(_ => Directive.Stop);

    // What it knew of the flow is not to be known again: the flow has ended.
    protected override void PreRestart(Exception reason, object message)
    {
        _failure ??= FlowError.Of("director", reason);
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason) => Context.Stop(Self);

    protected override void PostStop()
    {
        _nodes.Unwatch();
        // Also when the actor system ends before the flow.
        _sources.TrySetResult();
        _ended.TrySetResult(new FlowEnd(_failure, [.. _casting.All.Where(actor => !actor.IsFinished).Select(Describe)]));
    }

    private static string Describe(Player left) => left.Node is null ? $"{left.Name} (no node has the role {left.Spec.Options.Role})" : left.Name;

    private bool TakeMembership(object message)
    {
        if (!_nodes.Take(message)) return false;
        foreach (var node in _nodes.Lost())
        {
            _nodes.Forget(node);
            Lost(node);
        }

        SetNodes();
        return true;
    }

    private void Lost(string node)
    {
        // Also when nobody runs there any more: edges may still have events there.
        var lost = _casting.Lose(node);
        if (lost.Count == 0) return;
        foreach (var (_, run) in lost) _rounds.Forget(run);
        _log.Warning("node {0} is gone, with {1} of the flow; they begin anew elsewhere", node, string.Join(", ", lost.Select(player => player.Name)));
        SayWhoWaits();
        WatchCircles();
        EndIfFinished();
    }

    // By a failure in itself: without it all its actors are gone.
    private void PartEnded(IActorRef part)
    {
        if (_nodes.NodeOf(part) is { } node)
        {
            PartLost(node);
            return;
        }

        _failure ??= new FlowError(FlowErrorKind.Failed, part.Path.Name, ["what runs the flow's actors was stopped by a failure"]);
        End();
    }

    // The node may still be a member, and the only one for those actors.
    private void PartLost(string node)
    {
        _nodes.Forget(node);
        Lost(node);
        Timers.StartSingleTimer(nameof(LookForNodes), new LookForNodes(), LookForNodesAfter);
    }

    private void SetNodes()
    {
        _casting.SetNodes(_nodes.Members());
        SayWhoWaits();
    }

    // Each once, however often it is looked.
    private void SayWhoWaits()
    {
        if (!_nodes.IsKnown) return;
        var waiting = _casting.Players.Where(player => player.Node is null).ToHashSet();
        foreach (var player in waiting.Except(_saidToWait)) _log.Warning("flow actor {0} waits for a node with the role {1}, and none is up", player.Name, player.Spec.Options.Role);
        _saidToWait = waiting;
    }

    private void Send(SendTo send)
    {
        if (!_casting.TryTell(send.Actor, new FlowProtocol.Inject(send.Item, send.Inbox, send.Taken)))
            send.Taken.TrySetException(new FlowException(FlowErrorKind.Unavailable, $"{send.Actor} runs on no node now"));
    }

    private void Drain()
    {
        if (_casting.IsDraining) return;
        _casting.Drain();
        WatchCircles();
        EndIfFinished();
    }

    // Anew each time that the flow is another one: what was seen before proves nothing of it.
    private void WatchCircles()
    {
        Timers.Cancel(nameof(Look));
        _quiet = _casting.HasEndingCircles ? new QuietWatch() : null;
        if (_quiet is not null) LookAround();
    }

    private void Judge(IReadOnlyCollection<FlowProtocol.Report> reports)
    {
        // Whoever waits for a node has not said anything.
        switch (_casting.Ending.All(player => player.Node is not null) ? _quiet!.Take(reports) : QuietVerdict.Wait)
        {
            case QuietVerdict.Wait:
                _pause = TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks));
                Timers.StartSingleTimer(nameof(Look), new Look(), _pause);
                break;
            case QuietVerdict.LookAgain:
                LookAround();
                break;
            case QuietVerdict.Flush:
                _casting.Tell(_casting.Ending, new FlowProtocol.FlushHeld());
                LookAround();
                break;
            case QuietVerdict.Close:
                _casting.Tell(_casting.Ending, new FlowProtocol.CloseCircle());
                break;
        }
    }

    private void LookAround()
    {
        var watch = _quiet;
        Ask([.. _casting.Ending], round => new FlowProtocol.GetReport(round), answers => JudgeIf(watch, answers), null);
    }

    private void JudgeIf(QuietWatch? watch, IReadOnlyCollection<FlowProtocol.IAnswer> answers)
    {
        if (watch is not null && watch == _quiet) Judge([.. answers.Cast<FlowProtocol.Report>()]);
    }

    private void Ask(IReadOnlyCollection<Player> whom, Func<long, object> question, Action<IReadOnlyCollection<FlowProtocol.IAnswer>> all, TimeSpan? patience)
    {
        var asked = whom.Where(player => player.Node is not null).Select(player => player.Run).ToHashSet();
        var round = _rounds.Begin(asked, all);
        if (patience is { } limit && asked.Count > 0) Timers.StartSingleTimer(round, new Rounds.Late(round), limit);
        _casting.Tell(whom, question(round));
    }

    // Who has not answered stands as it last did.
    private ImmutableArray<FlowActorStatistics> Complete(IEnumerable<FlowProtocol.Report> reports)
    {
        foreach (var report in reports)
            if (_casting.Find(report.Run) is { } player) player.Last = report.Statistics with { Node = player.Node == Placement.Local ? null : player.Node };
        return [.. _casting.Players.Select(StandingOf)];
    }

    private static FlowActorStatistics StandingOf(Player player) =>
        player.Node is not null && player.Last is { } last ? last : new FlowActorStatistics(player.Name, player.Node is null ? FlowActorState.Waiting : FlowActorState.Starting, [], []);

    private void Lost(long run)
    {
        if (_casting.Find(run) is not { } lost) return;
        _failure ??= new FlowError(FlowErrorKind.Failed, lost.Name, ["the actor was stopped, with all that waited for it"]);
        _log.Error("flow actor {0} was stopped; the flow ends", lost.Name);
        End();
    }

    private void EndIfFinished()
    {
        if (_casting is { IsDraining: true, AllFinished: true }) End();
    }

    private void End() => Context.Stop(Self);

    /// <summary>Makes the flow what the graph says; the first one starts it.</summary>
    public sealed record SetGraph(FlowGraph Graph, TaskCompletionSource Done);

    public sealed record DrainFlow;

    public sealed record AbortFlow;

    public sealed record SendTo(string Actor, FlowEvent Item, string Inbox, TaskCompletionSource Taken);

    /// <param name="Found">Gets the statistics of all actors.</param>
    /// <param name="Patience">How long answers may take; who is late stands as it last did.</param>
    public sealed record GetReports(TaskCompletionSource<ImmutableArray<FlowActorStatistics>> Found, TimeSpan Patience);

    public sealed record GetTraces(EventId Event, TaskCompletionSource<ImmutableArray<FlowProtocol.Traced>> Found, TimeSpan Patience);

    private sealed record Look;

    private sealed record LookForNodes;
}

/// <summary>How a flow has ended.</summary>
/// <param name="Failure">Why, if an actor ended it.</param>
/// <param name="Unfinished">Actors that still had events.</param>
internal sealed record FlowEnd(FlowError? Failure, ImmutableArray<string> Unfinished);
