using Actors.Links;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Node;

/// <summary>Passes a large put on to another node while it comes in. Part of the receiving session's actor.</summary>
internal sealed class Forwarder
{
    private readonly Queue<(ByteString Payload, bool Last)> _backlog = new();
    private readonly LinkOutlet _outlet;
    private readonly TimeSpan _patience;
    private readonly Func<TimeSpan> _now;
    private IActorRef _peer = ActorRefs.Nobody;
    private long _acked;
    private TimeSpan _lastProgress;

    public Forwarder(string node, long link, StorageSettings settings, IActorRef self, Func<TimeSpan> now)
    {
        (Node, Link, _now) = (node, link, now);
        _patience = settings.TransferTimeout / 2; // half of what the client has leaves time for a stand-in
        _lastProgress = now();
        _outlet = new LinkOutlet(link, settings.Link, message => _peer.Tell(message, self), now) { Ready = Pump };
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
        if (demand.Acked > _acked)
            (_acked, _lastProgress) = (demand.Acked, _now());
        _outlet.On(demand);
    }

    public void On(LinkBroken broken) => _outlet.On(broken);

    public void Tick()
    {
        _outlet.Tick();
        if (_outlet.Unacknowledged == 0)
            _lastProgress = _now(); // it is the client that is slow
        else if (!IsOver && _now() - _lastProgress >= _patience)
            Break(ErrorCodes.Unavailable, $"node {Node} has taken nothing for {_patience.TotalSeconds} s");
    }

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
