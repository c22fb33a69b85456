using Akka.Actor;

namespace Akka.Remote.Internal;

/// <summary>Finds the remote provider of an actor system.</summary>
internal static class RemoteSystem
{
    /// <exception cref="InvalidOperationException">The system has no remoting.</exception>
    public static RemoteActorRefProvider Of(ActorSystem system) => ((ExtendedActorSystem)system).Provider as RemoteActorRefProvider
        ?? throw new InvalidOperationException($"Actor system [{system.Name}] has no remoting: akka.actor.provider must be remote or cluster");
}
