using Actors.Dataflow.Running;
using Actors.Dataflow.Wire;
using Actors.Links;
using Actors.Links.Internal;
using Akka.Actor;

namespace Actors.Dataflow.Nodes;

/// <summary>
/// Stands for the receiver of an edge that is on another node. Who that is it learns from whoever asks for the events, with the number of a link; the highest number counts. It ends when the part
/// has it end: while the flow has the edge, its receiver may be lost and another one ask again.
/// </summary>
internal sealed class OutwardEdge : LinkActor
{
    private readonly EdgeSender _sender;

    public OutwardEdge(long edge, IActorRef runner, bool keeps, FlowTerms terms)
        : base(terms.Link, EdgeTerms.Farewell)
    {
        var self = Self;
        _sender = new EdgeSender(keeps, link => NewOutlet(link))
        {
            Freed = events => runner.Tell(new FlowProtocol.Credit(edge, events), self),
            ReceiverChanged = (settled, lost) => runner.Tell(new FlowProtocol.ReceiverChanged(edge, settled, lost), self),
        };
    }

    public static Props Props(long edge, IActorRef runner, bool keeps, FlowTerms terms) => Akka.Actor.Props.Create(() => new OutwardEdge(edge, runner, keeps, terms));

    protected override void OnSaid(ILinkMessage message)
    {
        if (message is LinkDemand && message.Link > _sender.Link)
        {
            Peer = Sender;
            _sender.Begin(message.Link);
        }

        base.OnSaid(message);
    }

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case FlowProtocol.Deliver delivery:
                foreach (var item in delivery.Events) _sender.Accept(((SealedEvent)item.Data!).Frame);
                _sender.Flush();
                break;
            case FlowProtocol.EdgeClosed:
                _sender.Close();
                _sender.Flush();
                break;
            case EdgeProgress progress:
                _sender.Take(progress);
                break;
            default:
                base.OnMessage(message);
                break;
        }
    }
}
