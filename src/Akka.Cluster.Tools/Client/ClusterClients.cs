using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Tools.Client;

/// <summary>The clients of a receptionist: the answer to <see cref="GetClusterClients"/> and the first message of a subscription.</summary>
public sealed class ClusterClients
{
    public ClusterClients(IImmutableSet<IActorRef> clusterClientsList)
    {
        ArgumentNullException.ThrowIfNull(clusterClientsList);
        ClusterClientsList = clusterClientsList;
    }

    public IImmutableSet<IActorRef> ClusterClientsList { get; }
}

/// <summary>A client has contacted the receptionist.</summary>
public sealed class ClusterClientUp(IActorRef clusterClient) : IClusterClientInteraction
{
    public IActorRef ClusterClient { get; } = clusterClient;
}

/// <summary>A client is silent or has stopped.</summary>
public sealed class ClusterClientUnreachable(IActorRef clusterClient) : IClusterClientInteraction
{
    public IActorRef ClusterClient { get; } = clusterClient;
}

/// <summary>Asks a receptionist for its <see cref="ClusterClients"/>.</summary>
public sealed class GetClusterClients
{
    private GetClusterClients()
    {
    }

    public static GetClusterClients Instance { get; } = new();
}

/// <summary>Asks a receptionist for its <see cref="ClusterClients"/> and all changes of them.</summary>
public sealed class SubscribeClusterClients
{
    private SubscribeClusterClients()
    {
    }

    public static SubscribeClusterClients Instance { get; } = new();
}

/// <summary>Ends a subscription; one that stops need not send it.</summary>
public sealed class UnsubscribeClusterClients
{
    private UnsubscribeClusterClients()
    {
    }

    public static UnsubscribeClusterClients Instance { get; } = new();
}
