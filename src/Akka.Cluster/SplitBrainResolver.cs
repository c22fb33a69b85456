using Akka.Actor;
using Akka.Cluster.Internal;

namespace Akka.Cluster;

/// <summary>The split-brain resolver under its older name, with the strategy <c>keep-referee</c> in addition.</summary>
public sealed class SplitBrainResolver : IDowningProvider
{
    private readonly DowningSettings _settings;

    /// <exception cref="Configuration.ConfigurationException">A setting below <c>akka.cluster.split-brain-resolver</c> has a wrong value.</exception>
    public SplitBrainResolver(ActorSystem system, Cluster cluster)
    {
        ArgumentNullException.ThrowIfNull(system);
        _settings = DowningSettings.From(system.Settings.Config, allowReferee: true);
        DowningActorProps = ResolverActor.Props(_settings, cluster);
    }

    public TimeSpan DownRemovalMargin => _settings.RemovalMarginOrStableAfter;

    public TimeSpan StableAfter => _settings.StableAfter;

    public Props DowningActorProps { get; }
}
