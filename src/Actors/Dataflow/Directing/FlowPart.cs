using Actors.Dataflow.Nodes;
using Actors.Dataflow.Running;
using Akka.Actor;
using Akka.Event;

namespace Actors.Dataflow.Directing;

/// <summary>What runs of a flow on one node: makes actors and wires them, as the director orders, and passes on what they report.</summary>
internal sealed class FlowPart(FlowTerms terms) : UntypedActor
{
    private readonly Dictionary<long, IActorRef> _runs = [];
    private readonly Dictionary<long, (IActorRef End, long Run)> _inward = [];
    private readonly Dictionary<long, (IActorRef End, long Run)> _outward = [];
    private readonly IActorRef _director = Context.Parent;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public static Props Props(FlowTerms terms) => Akka.Actor.Props.Create(() => new FlowPart(terms));

    protected override SupervisorStrategy SupervisorStrategy() =>
        // A module's failures are caught around it; what comes here is an error in the runner or the end of an edge, and what waited there is lost with it.
        new OneForOneStrategy(failure => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PartProtocol.Tell tell:
                RunOf(tell.Run).Tell(tell.Message, Self);
                break;
            case PartProtocol.Start start:
                // A name may come back while the one who had it before still drains: so the number.
                _runs[start.Run] = Context.Watch(Context.ActorOf(FlowRunner.Props(start.Spec, start.Run, terms), $"{start.Spec.Name}-{start.Run}"));
                break;
            case PartProtocol.Connect connect:
                Connect(connect);
                break;
            case PartProtocol.ChangeSender change:
                if (_inward.TryGetValue(change.Edge, out var changed)) changed.End.Tell(change, Self);
                break;
            case PartProtocol.Forget forget:
                if (_inward.TryGetValue(forget.Edge, out var forgotten)) forgotten.End.Tell(forget, Self);
                break;
            case PartProtocol.EdgeEnded ended:
                End(_inward, ended.Edge);
                _director.Tell(ended, Self);
                break;
            case PartProtocol.EdgeGone gone:
                RunOf(gone.Run).Tell(new FlowProtocol.EdgeGone(gone.Edge), Self);
                End(_inward, gone.Edge);
                End(_outward, gone.Edge);
                break;
            case PartProtocol.Stop stop:
                if (_runs.Remove(stop.Run, out var run)) Context.Stop(Context.Unwatch(run));
                break;
            case Terminated gone:
                Ended(gone.ActorRef);
                break;
            default:
                _director.Tell(message, Self);
                break;
        }
    }

    private void Connect(PartProtocol.Connect plan)
    {
        var inlets = plan.Inlets.Select(inlet => new InletSpec(
            inlet.Edge, inlet.Inbox, inlet.Window, inlet.From is null ? RunOf(inlet.Sender) : InwardEnd(plan.Run, inlet), inlet.ClosesCircle, inlet.CreditWhenHandled));
        var outlets = plan.Outlets.Select(outlet => new OutletSpec(
            outlet.Edge, outlet.Outbox, outlet.Kind, outlet.Window, outlet.Receiver > 0 ? RunOf(outlet.Receiver) : OutwardEnd(plan.Run, outlet), outlet.Ttl, outlet.Confirms, LeavesProcess: outlet.Receiver == 0));
        RunOf(plan.Run).Tell(new FlowProtocol.Wire([.. inlets], [.. outlets], plan.Cut), Self);
    }

    private IActorRef InwardEnd(long run, InletPlan plan) =>
        (_inward[plan.Edge] = (Context.Watch(Context.ActorOf(InwardEdge.Props(plan.Edge, RunOf(run), plan.From!, terms), EdgeNames.In(plan.Edge))), run)).End;

    private IActorRef OutwardEnd(long run, OutletPlan plan) =>
        (_outward[plan.Edge] = (Context.Watch(Context.ActorOf(OutwardEdge.Props(plan.Edge, RunOf(run), plan.KeepsUntilHandled, terms), EdgeNames.Out(plan.Edge))), run)).End;

    private static void End(Dictionary<long, (IActorRef End, long Run)> ends, long edge)
    {
        if (ends.Remove(edge, out var end)) Context.Stop(Context.Unwatch(end.End));
    }

    private IActorRef RunOf(long run) => _runs.GetValueOrDefault(run, ActorRefs.Nobody);

    // By a failure in itself: with an edge its actor is lost, too, as it would wait for ever.
    private void Ended(IActorRef actor)
    {
        var ends = _inward.Values.Concat(_outward.Values);
        var run = _runs.FirstOrDefault(pair => pair.Value.Equals(actor)) is { Value: not null } pair ? pair.Key : ends.FirstOrDefault(end => end.End.Equals(actor)).Run;
        _runs.Remove(run);
        _log.Error("flow actor {0} was stopped, with all that waited for it", actor.Path.Name);
        _director.Tell(new PartProtocol.RunLost(run), Self);
    }
}
