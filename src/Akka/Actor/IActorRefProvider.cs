using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Creates and resolves references: the local one knows this process only, the remote and cluster ones reach other nodes.</summary>
public interface IActorRefProvider
{
    IInternalActorRef RootGuardian { get; }

    LocalActorRef Guardian { get; }

    LocalActorRef SystemGuardian { get; }

    IActorRef DeadLetters { get; }

    IActorRef IgnoreRef { get; }

    ActorPath RootPath { get; }

    Settings Settings { get; }

    Deployer Deployer { get; }

    /// <summary>Parent of all temporary references, such as those of Ask.</summary>
    IInternalActorRef TempContainer { get; }

    /// <summary>Completes when the root guardian has stopped.</summary>
    Task TerminationTask { get; }

    /// <summary>The address that references made here carry; it has a host only when the node listens.</summary>
    Address DefaultAddress { get; }

    void Init(ActorSystemImpl system);

    /// <summary>A fresh path below <c>/temp</c>.</summary>
    ActorPath TempPath();

    void RegisterTempActor(IInternalActorRef actorRef, ActorPath path);

    void UnregisterTempActor(ActorPath path);

    IInternalActorRef ActorOf(ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService, Deploy? deploy, bool lookupDeploy, bool async);

    IActorRef ResolveActorRef(string path);

    IActorRef ResolveActorRef(ActorPath actorPath);

    IActorRef RootGuardianAt(Address address);

    /// <returns>The address under which <paramref name="address"/>'s node reaches this one; null if it cannot.</returns>
    Address? GetExternalAddressFor(Address address);
}
