using System.Collections.Immutable;
using Akka.Cluster.Internal;
using Akka.Configuration;

namespace Akka.Cluster.SBR;

/// <summary>The settings below <c>akka.cluster.split-brain-resolver</c>.</summary>
public sealed class SplitBrainResolverSettings
{
    public const string KeepMajorityName = "keep-majority";
    public const string StaticQuorumName = "static-quorum";
    public const string KeepOldestName = "keep-oldest";
    public const string DownAllName = "down-all";

    public static readonly ImmutableHashSet<string> AllStrategyNames = [KeepMajorityName, StaticQuorumName, KeepOldestName, DownAllName];

    private readonly Config _config;

    /// <exception cref="ConfigurationException">A setting has a wrong value.</exception>
    public SplitBrainResolverSettings(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        var resolver = new SectionReader(config, DowningSettings.Section);
        DowningStrategy = resolver.Text("active-strategy");
        DowningStableAfter = resolver.Positive("stable-after");
        DownAllWhenUnstable = DowningSettings.UnstableLimit(resolver, DowningStableAfter) ?? TimeSpan.Zero;
        KeepMajorityRole = resolver.Text(KeepMajorityName + ".role");
    }

    public string DowningStrategy { get; }

    public TimeSpan DowningStableAfter { get; }

    /// <summary>How long beyond <see cref="DowningStableAfter"/> reachability may keep changing; zero for ever.</summary>
    public TimeSpan DownAllWhenUnstable { get; }

    /// <summary>Empty when all members count.</summary>
    public string KeepMajorityRole { get; }

    /// <exception cref="ConfigurationException">The quorum is not set.</exception>
    public StaticQuorumSettings StaticQuorumSettings
    {
        get
        {
            var section = new SectionReader(_config, $"{DowningSettings.Section}.{StaticQuorumName}");
            return new StaticQuorumSettings(section.AtLeast(1, "quorum-size"), section.Text("role"));
        }
    }

    public KeepOldestSettings KeepOldestSettings
    {
        get
        {
            var section = new SectionReader(_config, $"{DowningSettings.Section}.{KeepOldestName}");
            return new KeepOldestSettings(section.Flag("down-if-alone"), section.Text("role"));
        }
    }
}
