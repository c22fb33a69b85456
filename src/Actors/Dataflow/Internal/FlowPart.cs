using Actors.Dataflow.Nodes;
using Akka.Actor;
using Akka.Event;

namespace Actors.Dataflow.Internal;

/// <summary>What runs of a flow on one node: makes actors and wires them, as the director orders, and passes on what they report.</summary>
internal sealed class FlowPart(FlowTerms terms) : UntypedActor
{
    private readonly Dictionary<long, IActorRef> _runs = [];
    private readonly Dictionary<long, IActorRef> _inward = [];
    private readonly Dictionary<long, IActorRef> _outward = [];
    private readonly IActorRef _director = Context.Parent;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public static Props Props(FlowTerms terms) => Akka.Actor.Props.Create(() => new FlowPart(terms));

    protected override SupervisorStrategy SupervisorStrategy() =>
        // A module's failures are caught around it; what comes here is an error in the runner, and its queues are lost with it.
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
            case PartProtocol.ChangeSender change when _inward.TryGetValue(change.Edge, out var end):
                end.Tell(change, Self);
                break;
            case PartProtocol.Forget forget:
                if (_inward.TryGetValue(forget.Edge, out var inward)) inward.Tell(forget, Self);
                if (_outward.TryGetValue(forget.Edge, out var outward)) outward.Tell(forget, Self);
                break;
            case PartProtocol.Stop stop when _runs.Remove(stop.Run, out var run):
                Context.Stop(Context.Unwatch(run));
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
        _inward[plan.Edge] = Context.Watch(Context.ActorOf(InwardEdge.Props(plan.Edge, RunOf(run), plan.From!, terms), EdgeNames.In(plan.Edge)));

    private IActorRef OutwardEnd(long run, OutletPlan plan) =>
        _outward[plan.Edge] = Context.Watch(Context.ActorOf(OutwardEdge.Props(plan.Edge, RunOf(run), plan.KeepsUntilHandled, terms), EdgeNames.Out(plan.Edge)));

    private IActorRef RunOf(long run) => _runs.GetValueOrDefault(run, ActorRefs.Nobody);

    private void Ended(IActorRef actor)
    {
        if (_runs.FirstOrDefault(pair => pair.Value.Equals(actor)) is { Value: not null } run)
        {
            _runs.Remove(run.Key);
            _log.Error("flow actor {0} was stopped, with all that waited for it", actor.Path.Name);
            _director.Tell(new PartProtocol.RunLost(run.Key), Self);
        }
        else if (_outward.FirstOrDefault(pair => pair.Value.Equals(actor)) is { Value: not null } outward)
        {
            _outward.Remove(outward.Key);
        }
        else if (_inward.FirstOrDefault(pair => pair.Value.Equals(actor)) is { Value: not null } inward)
        {
            _inward.Remove(inward.Key);
            _director.Tell(new PartProtocol.EdgeEnded(inward.Key), Self);
        }
    }
}
