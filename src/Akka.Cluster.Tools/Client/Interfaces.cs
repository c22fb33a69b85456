using Akka.Actor;

namespace Akka.Cluster.Tools.Client;

/// <summary>Marks what client and receptionist say to each other about contacts.</summary>
public interface IClusterClientMessage;

/// <summary>Marks what a client passes on for its users.</summary>
public interface IClusterClientProtocolMessage;

/// <summary>A receptionist came to or went from the contacts that a client knows.</summary>
public interface IContactPointChange
{
    ActorPath ContactPoint { get; }
}

public interface ISubscribeContactPoints;

public interface IUnsubscribeContactPoints;

public interface IGetContactPoints;

/// <summary>A client came to or went from a receptionist.</summary>
public interface IClusterClientInteraction
{
    IActorRef ClusterClient { get; }
}
