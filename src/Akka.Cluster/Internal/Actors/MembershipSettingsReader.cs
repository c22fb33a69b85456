namespace Akka.Cluster.Internal;

/// <summary>Brings the cluster's settings and the engine's own into the form that the membership core has.</summary>
internal static class MembershipSettingsReader
{
    public static MembershipSettings Read(Cluster cluster)
    {
        var settings = cluster.Settings;
        var engine = new SectionReader(cluster.System.Settings.Config, "actors.engine.cluster");
        return new MembershipSettings
        {
            MinNrOfMembers = settings.MinNrOfMembers,
            MinNrOfMembersOfRole = settings.MinNrOfMembersOfRole,
            WeaklyUpAfter = settings.AllowWeaklyUpMembers ? settings.WeaklyUpAfter : null,
            SeedNodeTimeout = settings.SeedNodeTimeout,
            RetryUnsuccessfulJoinAfter = settings.RetryUnsuccessfulJoinAfter,
            ShutdownAfterUnsuccessfulJoinSeedNodes = settings.ShutdownAfterUnsuccessfulJoinSeedNodes,
            GossipInterval = settings.GossipInterval,
            UnreachableReaperInterval = settings.UnreachableNodesReaperInterval,
            GossipDifferentViewProbability = settings.GossipDifferentViewProbability,
            ReduceGossipDifferentViewProbability = settings.ReduceGossipDifferentViewProbability,
            EagerGossipTargets = engine.AtLeast(1, "eager-gossip-targets"),
            TombstoneRetention = engine.Positive("tombstone-retention"),
            MaxTombstones = engine.AtLeast(1, "max-tombstones"),
            Compatibility = Compatibility(cluster)
        };
    }

    // Nodes that decide about lost members by different rules could each let their own side survive.
    private static string Compatibility(Cluster cluster)
    {
        var provider = cluster.Settings.DowningProviderType;
        var strategy = provider.Assembly == typeof(Cluster).Assembly && provider != typeof(NoDowning)
            ? $", active-strategy = {cluster.System.Settings.Config.GetString(DowningSettings.Section + ".active-strategy")}"
            : "";
        return $"downing-provider-class = {provider.FullName}{strategy}";
    }
}
