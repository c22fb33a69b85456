using Akka.Cluster;

namespace Akka.Simulation.Cluster;

/// <summary>Tells whether the nodes that are left after a partition are one cluster: that every one of them counts on exactly these.</summary>
internal static class SplitBrainChecker
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Fault(CoreCluster cluster)
    {
        var running = cluster.Running;
        foreach (var node in running)
            foreach (var other in running)
                if (!node.View.Gossip.HasMember(other.Self))
                    return $"{node.Self} runs without {other.Self}, which runs too";
        foreach (var node in running)
            if (node.View.Gossip.Members.FirstOrDefault(m => m.Status != MemberStatus.Up) is { } member)
                return $"{node.Self} still has {member}";
        return CoreCluster.AllUp(running) ? null : "the views of those that run differ";
    }
}
