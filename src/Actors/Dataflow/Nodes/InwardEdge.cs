using Actors.Dataflow.Directing;
using Actors.Dataflow.Running;
using Actors.Links;
using Actors.Links.Internal;
using Akka.Actor;

namespace Actors.Dataflow.Nodes;

/// <summary>Stands for the sender of an edge that is on another node: asks there for the events, again and again until they come.</summary>
internal sealed class InwardEdge : LinkActor
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);

    private readonly long _edge;
    private readonly IActorRef _runner;
    private readonly FarEnd _first;
    private readonly EdgeReceiver _receiver;
    private ActorSelection? _sender;
    private bool _isForgotten;

    public InwardEdge(long edge, IActorRef runner, FarEnd from, FlowTerms terms)
        : base(terms.Link, EdgeTerms.Farewell)
    {
        (_edge, _runner, _first) = (edge, runner, from);
        var self = Self;
        _receiver = new EdgeReceiver(SealedEvent.Limit(terms.MaxEventBytes))
        {
            Delivered = events => runner.Tell(new FlowProtocol.Deliver(edge, events.ToArray()), self),
            Closed = () => runner.Tell(new FlowProtocol.EdgeClosed(edge), self),
        };
    }

    public static Props Props(long edge, IActorRef runner, FarEnd from, FlowTerms terms) => Akka.Actor.Props.Create(() => new InwardEdge(edge, runner, from, terms));

    protected override void PreStart()
    {
        base.PreStart();
        Begin(_first);
    }

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
            case AskAgain ask:
                if (!Peer.IsNobody()) break;
                ask.Inlet.Open();
                AskLater(ask.Inlet, 2 * ask.Pause);
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
        var inlet = NewInlet(from.Link, message => TellSender(message, self));
        _receiver.Begin(inlet);
        AskLater(inlet, FirstPause);
    }

    // The sender may not have been made yet. A link asks again as well, but only once an interval.
    private void AskLater(LinkInlet inlet, TimeSpan pause)
    {
        if (pause < EdgeTerms.Link.Interval) Timers.StartSingleTimer(nameof(AskAgain), new AskAgain(inlet, pause), pause);
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

    private sealed record AskAgain(LinkInlet Inlet, TimeSpan Pause);
}
