using Actors.Cluster.Internal;
using Actors.Links;
using Actors.Services.Brokers;
using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Google.Protobuf;

namespace Actors.Services.Internal;

/// <summary>
/// How a client or a host gets its messages to brokers and to each other: a member of the cluster by its own node's router and directly, a program outside through the
/// router of its contact point.
/// </summary>
internal sealed class ServiceRoute
{
    private readonly IActorRef _target;
    private readonly PathBook? _paths; // null: outside
    private readonly Func<object, object> _wrap;
    private readonly Func<IEnumerable<string>> _labels;

    private ServiceRoute(IActorRef target, PathBook? paths, Func<object, object> wrap, Func<IEnumerable<string>> labels) => (_target, _paths, _wrap, _labels) = (target, paths, wrap, labels);

    /// <summary>Of the node, and its address: what calls may ask for. None outside of the cluster.</summary>
    public IEnumerable<string> Labels => _labels();

    /// <summary>In a member of the cluster.</summary>
    public static ServiceRoute Local(ActorSystem system, IActorRef router) =>
        new(router, new PathBook(system), message => message, () => NodeLabels.Of(system).Append(Akka.Cluster.Cluster.Get(system).SelfAddress.ToString()));

    /// <summary>From outside.</summary>
    public static ServiceRoute Through(IActorRef clusterClient) =>
        new(clusterClient, null, message => new ClusterClient.Send("/user/" + ServiceRouter.ActorName, message, localAffinity: true), () => []);

    public void ToRouter(IMessage message, IActorRef sender) => _target.Tell(_wrap(message), sender);

    /// <summary>To the actor at this path.</summary>
    public void To(string path, object message, IActorRef sender)
    {
        if (_paths is not null)
            _paths.RefOf(path).Tell(message, sender);
        else
            ToRouter(Relayed(path, message), sender);
    }

    private static Relay Relayed(string target, object message)
    {
        var relay = new Relay { Target = target };
        switch (message)
        {
            case ReplyBatch replies:
                relay.Replies = replies;
                break;
            case FetchArguments fetch:
                relay.FetchArguments = fetch;
                break;
            case LinkData data:
                relay.LinkData = data.ToByteString();
                break;
            case LinkDemand demand:
                relay.LinkDemand = demand.ToByteString();
                break;
            case LinkIdle idle:
                relay.LinkIdle = idle.ToByteString();
                break;
            case LinkBroken broken:
                relay.LinkBroken = broken.ToByteString();
                break;
            default:
                throw new ArgumentException($"{message.GetType()} is not relayed", nameof(message));
        }

        return relay;
    }
}
