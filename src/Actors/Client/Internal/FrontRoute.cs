using Akka.Actor;
using Akka.Cluster.Tools.Client;

namespace Actors.Client.Internal;

/// <summary>How messages get to a front: straight to the one of this node, or from outside through the cluster client.</summary>
internal sealed class FrontRoute
{
    /// <summary>Where every node has its front.</summary>
    public const string FrontPath = "/user/front";

    private readonly IActorRef _target;
    private readonly Func<object, object> _wrap;

    private FrontRoute(IActorRef target, Func<object, object> wrap)
    {
        _target = target;
        _wrap = wrap;
    }

    public static FrontRoute Local(IActorRef front) => new(front, message => message);

    // Local affinity keeps a client with the front of its contact point, where its transfers are.
    public static FrontRoute Through(IActorRef clusterClient) =>
        new(clusterClient, message => new ClusterClient.Send(FrontPath, message, localAffinity: true));

    public void Tell(object message, IActorRef sender) => _target.Tell(_wrap(message), sender);
}
