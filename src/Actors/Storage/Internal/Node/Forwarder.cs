using Actors.Links;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Node;

/// <summary>Passes a large put on to another node while it comes in. Part of the receiving session's actor.</summary>
internal sealed class Forwarder
{
    private readonly Queue<(ByteString Payload, bool Last)> _backlog = new();
    private readonly LinkOutlet _outlet;
    private IActorRef _peer = ActorRefs.Nobody;

    public Forwarder(string node, long link, LinkSettings settings, IActorRef self, Func<TimeSpan> now)
    {
        (Node, Link) = (node, link);
        _outlet = new LinkOutlet(link, settings, message => _peer.Tell(message, self), now) { Ready = Pump };
    }

    public string Node { get; }

    public long Link { get; }

    public int Backlog => _backlog.Count;

    public bool IsOver => _outlet.IsOver;

    /// <summary>Called once when the link is over; null: the node has received all of it.</summary>
    public Action<ActorsException?> Ended
    {
        set => _outlet.Ended = value;
    }

    public void Forward(ByteString payload, bool last)
    {
        if (IsOver)
            return;
        _backlog.Enqueue((payload, last));
        Pump();
    }

    public void On(LinkDemand demand, IActorRef peer)
    {
        _peer = peer;
        _outlet.On(demand);
    }

    public void On(LinkBroken broken) => _outlet.On(broken);

    public void Tick() => _outlet.Tick();

    public void Break(string code, string reason)
    {
        _backlog.Clear();
        _outlet.Break(code, reason);
    }

    private void Pump()
    {
        while (_outlet.CanOffer && _backlog.TryDequeue(out var next))
            _outlet.Offer(next.Payload, next.Last);
    }
}
