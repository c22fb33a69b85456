using Actors.Cluster.Internal;
using Actors.Storage.Internal.Planning;
using Xunit;

namespace Actors.Tests.Storage.Planning;

public class GetStateTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly GetPlan Plan = new(["a", "b"], ["c", "d"]);

    [Fact]
    public void The_first_owner_is_asked_and_its_object_is_the_answer()
    {
        var begun = GetState.Begin(Plan, Now);
        Assert.Equal([new AskNode("a")], begun.Effects.ToArray());
        Assert.Equal("a", Found(begun.State.Answered("a", GetAnswer.Held, Now)).Node);
    }

    [Fact]
    public void A_hesitating_owner_costs_one_patience_and_may_still_answer()
    {
        var hedged = GetState.Begin(Plan, Now).State.Tick(Patience, Now + Patience);
        Assert.Equal([new AskNode("b")], hedged.Effects.ToArray());
        Assert.Equal("a", Found(hedged.State.Answered("a", GetAnswer.Held, Now)).Node);
        Assert.Equal("b", Found(hedged.State.Answered("b", GetAnswer.Held, Now)).Node);
    }

    [Fact]
    public void An_owner_without_it_is_named_so_that_it_gets_a_copy()
    {
        var state = GetState.Begin(Plan, Now).State.Answered("a", GetAnswer.Absent, Now).State;
        Assert.Equal(["a"], Found(state.Answered("b", GetAnswer.Held, Now)).Lacking.ToArray());
    }

    [Fact]
    public void A_damaged_copy_is_passed_over() =>
        Assert.Equal([new AskNode("b")], GetState.Begin(Plan, Now).State.Answered("a", GetAnswer.Damaged, Now).Effects.ToArray());

    [Fact]
    public void A_hint_elsewhere_is_found_when_no_owner_has_it()
    {
        var owners = Answer(GetAnswer.Absent, GetAnswer.Absent);
        Assert.Equal([new AskNode("c"), new AskNode("d")], owners.Effects.ToArray());
        Assert.Equal("d", Found(owners.State.Answered("d", GetAnswer.Held, Now)).Node);
    }

    [Fact]
    public void Not_found_needs_the_word_of_everyone()
    {
        Assert.Equal(ErrorCodes.NotFound, Failure(Answer(GetAnswer.Absent, GetAnswer.Absent, GetAnswer.Absent, GetAnswer.Absent)));
        Assert.Equal(ErrorCodes.Unavailable, Failure(Answer(GetAnswer.Absent, GetAnswer.Absent, GetAnswer.Failed, GetAnswer.Absent)));
        Assert.Equal(ErrorCodes.Unavailable, Failure(Answer(GetAnswer.Damaged, GetAnswer.Absent, GetAnswer.Absent, GetAnswer.Absent)));
        Assert.Equal(ErrorCodes.Unavailable, Failure(Answer(GetAnswer.Absent, GetAnswer.Absent, GetAnswer.Absent).State.Expired()));
    }

    [Fact]
    public void Not_found_is_not_said_while_a_lost_node_is_remembered()
    {
        var lost = new LostMember("e", Now, DateTimeOffset.UnixEpoch);
        var memory = TimeSpan.FromMinutes(10);

        Assert.Equal(lost, Assert.IsType<GetLost>(Assert.Single(AllAbsent(Plan.WithLost([lost], memory, Now)).Effects)).Node);
        Assert.Equal(ErrorCodes.NotFound, Failure(AllAbsent(Plan.WithLost([lost], memory, Now + memory))));
    }

    [Fact]
    public void An_incomplete_output_may_be_bound_at_the_other_owner()
    {
        Assert.Equal([new AskNode("b")], Answer(GetAnswer.Incomplete).Effects.ToArray());
        Assert.Equal("b", Found(Answer(GetAnswer.Incomplete, GetAnswer.Held)).Node);
        Assert.Equal(ErrorCodes.Incomplete, Failure(Answer(GetAnswer.Incomplete, GetAnswer.Absent)));
    }

    [Fact]
    public void An_incomplete_output_does_not_wait_for_a_dead_owner() =>
        Assert.Equal(ErrorCodes.Incomplete, Failure(Answer(GetAnswer.Incomplete).State.Tick(Patience, Now + Patience)));

    private static GetStep AllAbsent(GetPlan plan) =>
        plan.Owners.Concat(plan.Others).Aggregate(GetState.Begin(plan, Now), (step, node) => step.State.Answered(node, GetAnswer.Absent, Now));

    private static GetStep Answer(params GetAnswer[] answers)
    {
        var step = GetState.Begin(Plan, Now);
        foreach (var (answer, node) in answers.Zip(["a", "b", "c", "d"]))
            step = step.State.Answered(node, answer, Now);
        return step;
    }

    private static GetFound Found(GetStep step) => Assert.IsType<GetFound>(Assert.Single(step.Effects));

    private static string Failure(GetStep step) => Assert.IsType<GetFailed>(Assert.Single(step.Effects)).Code;
}
