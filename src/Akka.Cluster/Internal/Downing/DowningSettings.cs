using Akka.Actor;
using Akka.Cluster.SBR;
using Akka.Configuration;

namespace Akka.Cluster.Internal;

/// <summary>What the split-brain resolver reads of the settings.</summary>
internal sealed record DowningSettings(DowningStrategy Strategy, TimeSpan StableAfter, TimeSpan? DownAllWhenUnstable, TimeSpan? Margin)
{
    public const string Section = "akka.cluster.split-brain-resolver";

    private const string KeepRefereeName = "keep-referee";

    // So that a short stable-after does not turn a few late heartbeats into the end of all nodes.
    private static readonly TimeSpan LeastUnstableLimit = TimeSpan.FromSeconds(4);

    public TimeSpan RemovalMarginOrStableAfter => Margin ?? StableAfter;

    public static DowningSettings From(Config config, bool allowReferee)
    {
        var settings = new SplitBrainResolverSettings(config);
        TimeSpan? unstable = settings.DownAllWhenUnstable > TimeSpan.Zero ? settings.DownAllWhenUnstable : null;
        return new DowningSettings(StrategyOf(settings, config, allowReferee), settings.DowningStableAfter, unstable, RemovalMargin(config));
    }

    /// <returns>Null for off.</returns>
    public static TimeSpan? RemovalMargin(Config config) => new SectionReader(config, "akka.cluster").TimeOrOff("down-removal-margin");

    /// <returns>Null for off.</returns>
    public static TimeSpan? UnstableLimit(SectionReader resolver, TimeSpan stableAfter)
    {
        var derived = stableAfter * 0.75;
        return resolver.TimeOrOff("down-all-when-unstable", on: derived > LeastUnstableLimit ? derived : LeastUnstableLimit);
    }

    private static DowningStrategy StrategyOf(SplitBrainResolverSettings settings, Config config, bool allowReferee) => settings.DowningStrategy switch
    {
        SplitBrainResolverSettings.KeepMajorityName => new KeepMajority(settings.KeepMajorityRole),
        SplitBrainResolverSettings.StaticQuorumName => new StaticQuorum(settings.StaticQuorumSettings.Size, settings.StaticQuorumSettings.Role),
        SplitBrainResolverSettings.KeepOldestName => new KeepOldest(settings.KeepOldestSettings.DownIfAlone, settings.KeepOldestSettings.Role),
        SplitBrainResolverSettings.DownAllName => new DownAllStrategy(),
        KeepRefereeName when allowReferee => Referee(new SectionReader(config, $"{Section}.{KeepRefereeName}")),
        _ => throw new SectionReader(config, Section).Wrong(
            "active-strategy", "one of " + string.Join(", ", SplitBrainResolverSettings.AllStrategyNames.Order(StringComparer.Ordinal)))
    };

    private static KeepReferee Referee(SectionReader section) => Address.TryParse(section.Text("address"), out Address referee)
        ? new KeepReferee(referee, section.AtLeast(1, "down-all-if-less-than-nodes"))
        : throw section.Wrong("address", "an address");
}
