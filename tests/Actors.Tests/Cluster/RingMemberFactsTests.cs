using Actors.Cluster;
using Actors.Cluster.Internal;
using Xunit;

namespace Actors.Tests.Cluster;

public class RingMemberFactsTests
{
    private const string One = "0123456789abcdef0123456789abcdef";
    private const string Two = "fedcba9876543210fedcba9876543210";

    [Fact]
    public void A_storage_nodes_roles_tell_its_id_weight_and_zone()
    {
        var nodes = RingMemberFacts.StorageNodes(
        [
            new RingMemberFacts("akka.tcp://actors@a:1", ["storage", "node-" + One, "weight-3", "zone-b", "gpu"], Reachable: true, Age: 0),
            new RingMemberFacts("akka.tcp://actors@a:2", ["storage", "node-" + Two], Reachable: false, Age: 1),
        ]);

        Assert.Equal([new RingMember(One, 3, "b"), new RingMember(Two)], nodes.Select(node => node.Member));
    }

    [Fact]
    public void Members_without_the_role_or_without_an_id_are_not_on_the_ring() => Assert.Empty(RingMemberFacts.StorageNodes(
    [
        new RingMemberFacts("akka.tcp://actors@a:1", ["worker", "node-" + One], Reachable: true, Age: 0),
        new RingMemberFacts("akka.tcp://actors@a:2", ["storage"], Reachable: true, Age: 1),
    ]));

    [Theory]
    [InlineData(true, "new")]
    [InlineData(false, "new")] // of two that are out of reach the later one is the one that may come back
    public void A_node_that_was_started_again_counts_once_where_it_is_now(bool reachable, string expected)
    {
        var nodes = RingMemberFacts.StorageNodes(
        [
            new RingMemberFacts("old", ["storage", "node-" + One], Reachable: false, Age: 0),
            new RingMemberFacts("new", ["storage", "node-" + One], reachable, Age: 5),
        ]);

        Assert.Equal(expected, Assert.Single(nodes).Facts.Address);
    }

    [Theory]
    [InlineData("weight-0", 1)]
    [InlineData("weight-1000", 100)]
    [InlineData("weight-x", 1)]
    public void A_weight_out_of_range_is_brought_into_it(string role, int weight) =>
        Assert.Equal(weight, Assert.Single(RingMemberFacts.StorageNodes([new RingMemberFacts("a", ["storage", "node-" + One, role], Reachable: true, Age: 0)])).Member.Weight);

    [Fact]
    public void A_label_that_only_looks_like_an_id_is_none() =>
        Assert.Equal(One, Assert.Single(RingMemberFacts.StorageNodes([new RingMemberFacts("a", ["storage", "node-" + One, "node-07"], Reachable: true, Age: 0)])).Member.NodeId);
}
