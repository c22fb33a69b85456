using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.Cluster.Tools.Client.Serialization;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Cluster.Tools.PublishSubscribe.Serialization;

namespace Akka.Cluster.Tools.Internal;

/// <summary>
/// Brings in this package's settings and serializers. A system reads its serializers when it starts, before any part of this package is used.
/// </summary>
internal static class ToolsSerializers
{
    public static void Register(ActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(DistributedPubSub.DefaultConfig());
        var serialization = system.Serialization;
        if (serialization.FindSerializerForType(typeof(IClusterClientMessage)) is ClusterClientMessageSerializer)
            return;
        var extended = (ExtendedActorSystem)system;
        var client = new ClusterClientMessageSerializer(extended);
        var pubSub = new DistributedPubSubMessageSerializer(extended);
        serialization.AddSerializer("akka-cluster-client", client);
        serialization.AddSerializer("akka-pubsub", pubSub);
        serialization.AddSerializationMap(typeof(IClusterClientMessage), client);
        serialization.AddSerializationMap(typeof(IClusterClientProtocolMessage), client);
        serialization.AddSerializationMap(typeof(IDistributedPubSubMessage), pubSub);
    }
}
