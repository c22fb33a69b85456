using Actors.Cluster;
using Actors.Storage;
using Actors.Storage.Internal.Planning;
using Xunit;

namespace Actors.Tests.Storage.Planning;

public class PutStateTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly PutPlan Plan = new("a", ["a", "b"], ["c", "d"], [], Required: 2);

    [Fact]
    public void Copies_go_to_the_owners_and_two_durable_ones_acknowledge()
    {
        var begun = PutState.Begin(Plan, Now);
        Assert.Equal([new StoreCopyOn("a", Hint: false), new StoreCopyOn("b", Hint: false)], begun.Effects.ToArray());

        var one = begun.State.Stored("b");
        Assert.Empty(one.Effects);
        Assert.Equal([new PutDone(2)], one.State.Stored("a").Effects.ToArray());
    }

    [Fact]
    public void The_same_node_twice_is_one_copy()
    {
        var state = PutState.Begin(Plan, Now).State.Stored("a").State;
        Assert.Empty(state.Stored("a").Effects);
    }

    [Fact]
    public void An_unreachable_owner_has_a_hint_on_the_next_node() => Assert.Equal(
        [new StoreCopyOn("a", Hint: false), new StoreCopyOn("c", Hint: true)],
        PutState.Begin(Plan with { Unreachable = ["b"] }, Now).Effects.ToArray());

    [Fact]
    public void A_coordinator_that_is_no_owner_keeps_a_hint() => Assert.Equal(
        [new StoreCopyOn("d", Hint: true), new StoreCopyOn("a", Hint: false), new StoreCopyOn("b", Hint: false)],
        PutState.Begin(Plan with { Self = "d" }, Now).Effects.ToArray());

    [Fact]
    public void A_failed_owner_is_replaced_at_once_and_a_slow_one_after_a_while()
    {
        var begun = PutState.Begin(Plan, Now).State;
        Assert.Equal([new StoreCopyOn("c", Hint: true)], begun.Failed("b", "disk full", Now).Effects.ToArray());

        Assert.Empty(begun.Tick(Patience, Now + (Patience / 2)).Effects);
        var slow = begun.Stored("a").State.Tick(Patience, Now + Patience);
        Assert.Equal([new StoreCopyOn("c", Hint: true)], slow.Effects.ToArray());
        Assert.Equal([new PutDone(2)], slow.State.Stored("b").Effects.ToArray());
    }

    [Fact]
    public void An_end_before_all_owners_have_it_says_so()
    {
        var state = PutState.Begin(Plan with { Owners = ["a", "b", "c"] }, Now).State;
        Assert.Equal([new PutDone(2, Lacking: true)], state.Stored("a").State.Stored("b").Effects.ToArray());
    }

    [Fact]
    public void Too_few_live_nodes_are_unavailable()
    {
        Assert.Equal(ErrorCodes.Unavailable, Failure(PutState.Begin(Plan with { Unreachable = ["b", "c", "d"] }, Now)));

        var alone = PutState.Begin(Plan with { StandIns = [] }, Now).State;
        Assert.Equal(ErrorCodes.Unavailable, Failure(alone.Failed("b", "gone", Now)));
        Assert.Equal(ErrorCodes.Unavailable, Failure(alone.Expired()));
    }

    [Fact]
    public void A_lone_storage_node_acknowledges_with_one_copy() =>
        Assert.Equal([new PutDone(1)], PutState.Begin(new PutPlan("a", ["a"], [], [], Required: 1), Now).State.Stored("a").Effects.ToArray());

    [Fact]
    public void A_node_that_is_alone_where_two_should_be_marks_its_copy_with_the_first_write() => Assert.Equal(
        [new StoreCopyOn("a", Hint: true)], PutState.Begin(PutPlan.For(HashRing.Of([new RingMember("a")]), ObjectId.New(IdSource.System), "a", [], replicas: 2, writeAcks: 2), Now).Effects.ToArray());

    [Fact]
    public void A_conflict_fails_the_put_for_good() => Assert.Equal(ErrorCodes.Invalid, Failure(PutState.Begin(Plan, Now).State.Conflicted("other bytes")));

    private static string Failure(PutStep step) => Assert.IsType<PutFailed>(step.Effects[^1]).Code;
}
