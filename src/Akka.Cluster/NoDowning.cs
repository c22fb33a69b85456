using Akka.Actor;
using Akka.Cluster.Internal;

namespace Akka.Cluster;

/// <summary>Marks nobody as down: somebody has to call <see cref="Cluster.Down"/>.</summary>
public sealed class NoDowning : IDowningProvider
{
    public NoDowning(ActorSystem system, Cluster cluster)
    {
        ArgumentNullException.ThrowIfNull(system);
        DownRemovalMargin = DowningSettings.RemovalMargin(system.Settings.Config) ?? TimeSpan.Zero;
    }

    public TimeSpan DownRemovalMargin { get; }

#nullable disable annotations
    public Props DowningActorProps => null;
#nullable restore annotations
}
