using Actors.Dataflow;
using Actors.Dataflow.Directing;
using Actors.Dataflow.Running;
using Xunit;

namespace Actors.Tests.Dataflow;

public sealed class QuietWatchTests
{
    [Fact]
    public void A_flow_is_quiet_after_two_equal_rounds_and_two_more_after_all_have_sent_what_they_held()
    {
        var watch = new QuietWatch();
        FlowProtocol.Report[] round = [Standing(1, sent: [new(7, 3)]), Standing(2, received: [new(7, 3)])];

        Assert.Equal([QuietVerdict.LookAgain, QuietVerdict.Flush, QuietVerdict.LookAgain, QuietVerdict.Close], Enumerable.Range(0, 4).Select(_ => watch.Take(round)));
    }

    [Fact]
    public void What_is_under_way_on_one_edge_is_not_made_up_for_by_another_that_is_half_closed()
    {
        var watch = new QuietWatch();
        // Two events of edge 7 are on their way; of edge 8, by which two have come, the end is.
        FlowProtocol.Report[] round = [Standing(1, sent: [new(7, 5)]), Standing(2, received: [new(7, 3), new(8, 2)])];

        Assert.All(Enumerable.Range(0, 4), _ => Assert.Equal(QuietVerdict.Wait, watch.Take(round)));
    }

    [Fact]
    public void What_goes_to_an_end_that_is_closed_keeps_nobody_waiting()
    {
        var watch = new QuietWatch();
        FlowProtocol.Report[] round = [Standing(1, sent: [new(7, 3), new(8, 5)]), Standing(2, received: [new(7, 3)])];

        Assert.Equal([QuietVerdict.LookAgain, QuietVerdict.Flush, QuietVerdict.LookAgain, QuietVerdict.Close], Enumerable.Range(0, 4).Select(_ => watch.Take(round)));
    }

    [Fact]
    public void Nothing_is_quiet_while_a_source_makes_events()
    {
        var watch = new QuietWatch();

        Assert.All(Enumerable.Range(0, 4), _ => Assert.Equal(QuietVerdict.Wait, watch.Take([Standing(1) with { SourceDone = false }])));
    }

    private static FlowProtocol.Report Standing(long run, FlowProtocol.EdgeCount[]? sent = null, FlowProtocol.EdgeCount[]? received = null) =>
        new(run, 1, new FlowActorStatistics($"actor-{run}", FlowActorState.Draining, [], []), SourceDone: true, IsQuiet: true, [.. sent ?? []], [.. received ?? []]);
}
