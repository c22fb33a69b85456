using Actors.Dataflow.Directing;
using Xunit;

namespace Actors.Tests.Dataflow.Nodes;

public sealed class PlacementTests
{
    private static readonly FlowNodeFacts One = new("one", new HashSet<string> { "x" }, true);
    private static readonly FlowNodeFacts Other = new("other", new HashSet<string> { "x", "y" }, true);

    [Fact]
    public void Without_a_role_an_actor_is_where_its_director_is() => Assert.Equal(Placement.Local, Choose(null, 0, 0));

    [Fact]
    public void Only_nodes_with_the_role_are_chosen()
    {
        Assert.Equal("other", Choose("y", 0, 9));
        Assert.Null(Choose("z", 0, 0));
    }

    [Fact]
    public void The_node_with_the_fewest_actors_is_chosen_and_among_equals_always_the_same()
    {
        Assert.Equal("other", Choose("x", 2, 1));
        Assert.Equal("one", Choose("x", 1, 1));
    }

    [Fact]
    public void A_node_that_does_not_answer_is_the_last_choice()
    {
        Assert.Equal("other", Choose("x", 0, 9, One with { IsReachable = false }));
        Assert.Equal("other", Placement.Choose("y", [Other with { IsReachable = false }], _ => 0));
    }

    private static string? Choose(string? role, int onOne, int onOther, FlowNodeFacts? one = null) => Placement.Choose(role, [Other, one ?? One], node => node == "one" ? onOne : onOther);
}
