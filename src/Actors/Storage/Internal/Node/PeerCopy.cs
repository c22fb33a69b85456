using Actors.Storage.Internal.Local;
using Akka.Actor;

namespace Actors.Storage.Internal.Node;

/// <summary>The tag of a write that another node asked for.</summary>
internal sealed record PeerCopy(long Request, IActorRef Asker)
{
    public void Answer(StoreOutcome outcome, IActorRef node)
    {
        if (outcome == StoreOutcome.Conflict)
            Asker.Tell(Records.Refused(Request, Records.Conflict, PutCoordinator.Conflict), node);
        else
            Asker.Tell(new CopyStored { Request = Request }, node);
    }

    public void Refuse(string reason, IActorRef node) => Asker.Tell(Records.Refused(Request, ErrorCodes.Unavailable, reason), node);
}
