using Actors.Links;
using Akka.Actor;

namespace Actors.Storage.Internal.Node;

/// <summary>Passes a large put on to another node while it comes in. Part of the receiving session's actor.</summary>
internal sealed class Forwarder
{
    private IActorRef _peer = ActorRefs.Nobody;

    public Forwarder(string node, long link, StorageSettings settings, IActorRef self, Func<TimeSpan> now)
    {
        Node = node;
        // As much again may wait as is on its way. Half of the time that the client has leaves some for a stand-in.
        var own = settings.Link with { Window = 2 * settings.Link.Window, StallTimeout = settings.TransferTimeout / 2 };
        Outlet = new LinkOutlet(link, own, message => _peer.Tell(message, self), now);
    }

    public string Node { get; }

    public LinkOutlet Outlet { get; }

    public void On(ILinkMessage message, IActorRef peer)
    {
        _peer = peer;
        Outlet.On(message);
    }
}
