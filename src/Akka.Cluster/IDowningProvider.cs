using Akka.Actor;

namespace Akka.Cluster;

/// <summary>
/// Decides which unreachable members are lost. The class is named by <c>akka.cluster.downing-provider-class</c> and made with the actor system and
/// the cluster; the cluster starts its actor, which calls <see cref="Cluster.Down"/>.
/// </summary>
public interface IDowningProvider
{
    /// <summary>How long after a removal the other side may still be running.</summary>
    TimeSpan DownRemovalMargin { get; }

#nullable disable annotations
    /// <summary>Null for no actor.</summary>
    Props DowningActorProps { get; }
#nullable restore annotations
}
