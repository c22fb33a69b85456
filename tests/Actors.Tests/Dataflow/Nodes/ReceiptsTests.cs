using Actors.Dataflow;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Running;
using Akka.Actor;
using Xunit;

namespace Actors.Tests.Dataflow.Nodes;

public sealed class ReceiptsTests
{
    private readonly Receipts _receipts = new();
    private readonly List<string> _said = [];
    private readonly Outlet _one = Outlet(1);
    private readonly Outlet _other = Outlet(2);

    [Fact]
    public void Something_is_said_when_all_that_was_sent_before_it_has_been_handled()
    {
        Send(_one, _one, _other);
        Add("first");
        Send(_one);

        Confirm(_one, 1);
        Confirm(_other, 1);
        Assert.Empty(_said);
        Confirm(_one, 1);

        Assert.Equal(["first"], _said);
    }

    [Fact]
    public void Things_are_said_in_order()
    {
        Send(_one);
        Add("first");
        Send(_other);
        Add("second");

        Confirm(_other, 1);
        Assert.Empty(_said);
        Confirm(_one, 1);

        Assert.Equal(["first", "second"], _said);
    }

    [Fact]
    public void What_waits_for_room_has_been_sent_as_well()
    {
        Send(_one, _one, _one, _one);
        Add("all");

        Confirm(_one, 3);
        Assert.Empty(_said);
        Confirm(_one, 1);

        Assert.Equal(["all"], _said);
    }

    [Fact]
    public void Nothing_is_waited_for_where_nothing_was_sent_or_the_edge_is_no_more()
    {
        Add("nothing");
        Assert.Equal(["nothing"], _said);
        Send(_one);
        Add("gone");

        _one.Discard();
        _receipts.Settle();

        Assert.Equal(["nothing", "gone"], _said);
    }

    private static Outlet Outlet(long edge) => new(new OutletSpec(edge, "out", EdgeKind.Events, 3, ActorRefs.Nobody, null, Confirms: true, LeavesProcess: false), 1000);

    private static void Send(params Outlet[] outlets)
    {
        foreach (var outlet in outlets)
        {
            PendingSend? send = null;
            outlet.Offer(new FlowEvent(default), ref send);
        }
    }

    private void Add(string what) => _receipts.Add(() => _said.Add(what), [_one, _other]);

    private void Confirm(Outlet outlet, int events)
    {
        outlet.Confirm(events);
        _receipts.Settle();
    }
}
