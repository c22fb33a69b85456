using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>Whom a tick gossips to: mostly those that have not seen this version.</summary>
internal static class GossipTargets
{
    public static ImmutableArray<UniqueAddress> Pick(
        ImmutableArray<UniqueAddress> targets, Gossip gossip, int count, MembershipSettings settings, Random random)
    {
        var unseen = targets.Where(t => !gossip.SeenBy(t)).ToImmutableArray();
        var preferred = unseen.IsEmpty || random.NextDouble() >= DifferentViewProbability(targets.Length, settings) ? targets : unseen;
        return Sample(preferred, count, random);
    }

    public static ImmutableArray<UniqueAddress> Sample(ImmutableArray<UniqueAddress> targets, int count, Random random)
    {
        if (targets.Length <= count)
            return targets;
        var shuffled = targets.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled.Take(count)];
    }

    // In large clusters most nodes lag behind the newest version, and gossiping only to these would crowd the ones that are behind:
    // from the configured size on the probability falls, at three times that size to the half.
    private static double DifferentViewProbability(int clusterSize, MembershipSettings settings)
    {
        var low = settings.ReduceGossipDifferentViewProbability;
        var high = low * 3;
        var full = settings.GossipDifferentViewProbability;
        var least = full / 2;
        if (clusterSize < low)
            return full;
        return clusterSize >= high ? least : full - (full - least) * (clusterSize - low) / (high - low);
    }
}
