using Actors.Cluster.Internal;
using Xunit;

namespace Actors.Tests.Cluster;

public class NodeRestartsTests
{
    [Fact]
    public void An_incarnation_out_of_reach_is_dead_once_a_later_one_with_its_id_is_there() =>
        Assert.Equal(["old"], NodeRestarts.DeadIncarnations([Node("old", "1", false, 1), Node("other", "2", true, 2), Node("new", "1", true, 3)]));

    [Fact]
    public void All_earlier_ones_are_dead_when_a_node_was_started_again_and_again() =>
        Assert.Equal(["first", "second"], NodeRestarts.DeadIncarnations([Node("first", "1", false, 1), Node("second", "1", false, 2), Node("third", "1", true, 3)]));

    [Fact]
    public void A_node_that_answers_is_not_dead_whoever_else_claims_its_id() =>
        Assert.Empty(NodeRestarts.DeadIncarnations([Node("old", "1", true, 1), Node("new", "1", true, 2)]));

    [Fact]
    public void A_node_out_of_reach_is_not_dead_because_an_earlier_incarnation_seems_to_live() =>
        Assert.Empty(NodeRestarts.DeadIncarnations([Node("old", "1", true, 1), Node("new", "1", false, 2)]));

    [Fact]
    public void Nodes_out_of_reach_that_nobody_succeeds_are_left_to_the_split_brain_resolver() =>
        Assert.Empty(NodeRestarts.DeadIncarnations([Node("a", "1", false, 1), Node("b", "2", true, 2), new RingMemberFacts("c", ["worker"], Reachable: false, Age: 3), new RingMemberFacts("d", ["worker"], Reachable: true, Age: 4)]));

    private static RingMemberFacts Node(string address, string id, bool reachable, int age) => new(address, ["worker", "node-" + id.PadLeft(32, '0')], reachable, age);
}
