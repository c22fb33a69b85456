using Akka.Actor;
using Akka.Cluster.Internal;

namespace Akka.Cluster.SBR;

/// <summary>The default downing provider: lets exactly one side of a partition survive, by the strategy of <c>akka.cluster.split-brain-resolver</c>.</summary>
public class SplitBrainResolverProvider : IDowningProvider
{
    private readonly DowningSettings _settings;

    /// <exception cref="Configuration.ConfigurationException">A setting of the resolver has a wrong value.</exception>
    public SplitBrainResolverProvider(ActorSystem system, Cluster cluster)
    {
        ArgumentNullException.ThrowIfNull(system);
        _settings = DowningSettings.From(system.Settings.Config, allowReferee: false);
        DowningActorProps = ResolverActor.Props(_settings, cluster);
    }

    public TimeSpan DownRemovalMargin => _settings.RemovalMarginOrStableAfter;

    public Props DowningActorProps { get; }
}
