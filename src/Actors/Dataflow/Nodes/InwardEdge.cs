using Actors.Dataflow.Internal;
using Actors.Links;
using Actors.Links.Internal;
using Akka.Actor;

namespace Actors.Dataflow.Nodes;

/// <summary>Stands for the sender of an edge that is on another node: asks there for the events, again and again until they come.</summary>
internal sealed class InwardEdge : LinkActor
{
    private readonly long _edge;
    private readonly IActorRef _runner;
    private readonly EdgeReceiver _receiver;
    private ActorSelection? _sender;
    private bool _isForgotten;

    public InwardEdge(long edge, IActorRef runner, FarEnd from, FlowTerms terms)
        : base(terms.Link, EdgeTerms.Farewell)
    {
        (_edge, _runner) = (edge, runner);
        var self = Self;
        _receiver = new EdgeReceiver(SealedEvent.Limit(terms.MaxEventBytes))
        {
            Delivered = events => runner.Tell(new FlowProtocol.Deliver(edge, events.ToArray()), self),
            Closed = () => runner.Tell(new FlowProtocol.EdgeClosed(edge), self),
        };
        Begin(from);
    }

    public static Props Props(long edge, IActorRef runner, FarEnd from, FlowTerms terms) => Akka.Actor.Props.Create(() => new InwardEdge(edge, runner, from, terms));

    protected override void OnSaid(ILinkMessage message)
    {
        base.OnSaid(message);
        if (!_receiver.IsClosed) return;
        // What a new sender sends again has its room at once.
        SayProgress();
        EndIfForgotten();
    }

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case FlowProtocol.Credit credit:
                _receiver.Release(credit.Events);
                SayProgress();
                break;
            case PartProtocol.ChangeSender change:
                _runner.Tell(new FlowProtocol.SenderChanged(_edge), Self);
                Begin(change.From);
                break;
            case PartProtocol.Forget:
                _isForgotten = true;
                EndIfForgotten();
                break;
            default:
                base.OnMessage(message);
                break;
        }
    }

    // What was said may have been lost.
    protected override void OnTick() => SayProgress();

    private void Begin(FarEnd from)
    {
        Peer = ActorRefs.Nobody;
        if (from.Path is not { } path) return;
        _sender = Context.ActorSelection(path);
        var self = Self;
        _receiver.Begin(NewInlet(from.Link, message => TellSender(message, self)));
    }

    private void EndIfForgotten()
    {
        if (_isForgotten && _receiver.IsClosed) Context.Parent.Tell(new PartProtocol.EdgeEnded(_edge), Self);
    }

    private void TellSender(object message, IActorRef self)
    {
        if (Peer.IsNobody()) _sender!.Tell(message, self);
        else Peer.Tell(message, self);
    }

    private void SayProgress()
    {
        if (!Peer.IsNobody() && _receiver.Progress is { } progress) Peer.Tell(progress, Self);
    }
}
