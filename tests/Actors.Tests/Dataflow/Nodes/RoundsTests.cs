using Actors.Dataflow.Directing;
using Actors.Dataflow.Running;
using Xunit;

namespace Actors.Tests.Dataflow.Nodes;

public sealed class RoundsTests
{
    private readonly Rounds _rounds = new();
    private readonly List<long[]> _ended = [];

    [Fact]
    public void A_round_ends_once_when_all_have_answered_or_will_not()
    {
        var round = Begin(1, 2, 3);
        Answer(round, 1);
        Answer(round, 1);
        Answer(round, 4);
        _rounds.Forget(2);
        Assert.Empty(_ended);

        Answer(round, 3);
        Answer(round, 2);
        _rounds.Forget(3);
        _rounds.End(round);

        Assert.Equal([1, 3], Assert.Single(_ended));
    }

    [Fact]
    public void A_round_of_nobody_ends_at_once()
    {
        Begin();
        Assert.Empty(Assert.Single(_ended));
    }

    [Fact]
    public void Who_is_late_is_left_out()
    {
        var round = Begin(1, 2);
        Answer(round, 2);

        _rounds.End(round);

        Assert.Equal([2], Assert.Single(_ended));
    }

    [Fact]
    public void Answers_count_for_their_own_round()
    {
        var (first, second) = (Begin(1), Begin(1));

        Answer(second, 1);
        Assert.Single(_ended);
        Answer(first, 1);

        Assert.Equal(2, _ended.Count);
    }

    private long Begin(params long[] asked) => _rounds.Begin([.. asked], answers => _ended.Add([.. answers.Select(answer => answer.Run)]));

    private void Answer(long round, long run) => _rounds.Take(new FlowProtocol.Traced(run, round, []));
}
