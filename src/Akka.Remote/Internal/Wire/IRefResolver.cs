using Akka.Actor;

namespace Akka.Remote.Internal.Wire;

/// <summary>Turns paths off the wire into refs.</summary>
internal interface IRefResolver
{
    /// <summary>An actor of this node; dead letters when there is none.</summary>
    IInternalActorRef ResolveRecipient(string text);

    /// <summary>Whoever is to get the replies: relative texts belong to the peer.</summary>
    IActorRef ResolveSender(string text);
}
