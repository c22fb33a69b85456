using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Cluster;

/// <summary>The id of <see cref="Cluster"/>.</summary>
public class ClusterExtension : ExtensionIdProvider<Cluster>
{
    public override Cluster CreateExtension(ExtendedActorSystem system) => new((ActorSystemImpl)system);
}
