using Akka.Cluster.Internal;
using FsCheck.Fluent;
using Xunit;
using static Akka.Simulation.Cluster.GossipHistory;

namespace Akka.Simulation.Cluster;

public class HeartbeatRingTests
{
    [Fact]
    public void Each_node_is_watched_by_as_many_as_configured_or_by_all_others() => Property.Holds(Gen.Choose(1, 30), count =>
    {
        var nodes = Enumerable.Range(0, count).Select(i => Node(i)).ToArray();
        var watched = nodes.SelectMany(n => new HeartbeatRing(n, nodes, [], 9).Receivers).CountBy(n => n).ToDictionary();

        if (count > 1)
            Assert.All(nodes, n => Assert.Equal(Math.Min(9, count - 1), watched[n]));
    });

    [Fact]
    public void Unreachable_nodes_on_the_way_are_watched_in_addition()
    {
        var nodes = Enumerable.Range(0, 10).Select(i => Node(i)).ToArray();
        var normal = new HeartbeatRing(nodes[0], nodes, [], 3).Receivers;
        var lost = normal.First();

        var receivers = new HeartbeatRing(nodes[0], nodes, [lost], 3).Receivers;

        Assert.Equal(4, receivers.Count);
        Assert.Subset(receivers.ToHashSet(), normal.ToHashSet());
    }

    [Fact]
    public void All_nodes_build_the_same_ring_from_the_same_members()
    {
        var nodes = Enumerable.Range(0, 12).Select(i => Node(i)).ToArray();
        var one = new HeartbeatRing(nodes[0], nodes, [], 3);
        var other = new HeartbeatRing(nodes[7], nodes.Reverse(), [], 3);

        Assert.All(nodes, n => Assert.Equal(one.ReceiversOf(n), other.ReceiversOf(n)));
    }
}
