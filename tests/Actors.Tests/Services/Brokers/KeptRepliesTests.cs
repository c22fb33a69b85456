using Actors.Services;
using Actors.Services.Brokers;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Brokers;

public class KeptRepliesTests
{
    private readonly KeptReplies _kept = new(maxBytes: 1000, expiredRemembered: Seconds(60), maxExpired: 3);

    [Fact]
    public void A_reply_is_unknown_not_ready_ready_expired_and_unknown_again()
    {
        Assert.Equal(ReplyState.ReplyUnknown, StateOf(1));
        _kept.Await(Id(1), Seconds(10));
        Assert.Equal(ReplyState.ReplyNotReady, StateOf(1));
        Put(1, at: 5);
        Assert.Equal(ReplyState.ReplyReady, StateOf(1));
        _kept.Tick(Seconds(15));
        Assert.Equal(ReplyState.ReplyExpired, StateOf(1));
        _kept.Tick(Seconds(75));
        Assert.Equal(ReplyState.ReplyUnknown, StateOf(1));
        Assert.True(_kept.IsEmpty);
        Assert.InRange(_kept.Traces, 0, 1); // gone with the next ones
    }

    [Fact]
    public void Its_time_begins_with_the_reply_not_with_the_call()
    {
        _kept.Await(Id(1), Seconds(10));
        _kept.Tick(Seconds(1000));
        Assert.Equal(ReplyState.ReplyNotReady, StateOf(1));
        Put(1, at: 1000);
        _kept.Tick(Seconds(1009));

        Assert.Equal(ReplyState.ReplyReady, StateOf(1));
    }

    [Fact]
    public void The_oldest_expire_early_when_there_is_too_much()
    {
        for (ulong id = 1; id <= 3; id++)
        {
            _kept.Await(Id(id), Seconds(1000));
            Put(id, at: (int)id, bytes: 400);
        }

        Assert.Equal([ReplyState.ReplyExpired, ReplyState.ReplyReady, ReplyState.ReplyReady], [StateOf(1), StateOf(2), StateOf(3)]);
    }

    [Fact]
    public void Only_so_many_expired_ones_are_remembered()
    {
        for (ulong id = 1; id <= 5; id++)
        {
            _kept.Await(Id(id), Seconds(1));
            Put(id, at: (int)id);
            _kept.Tick(Seconds(2 + (int)id));
        }

        Assert.Equal([ReplyState.ReplyUnknown, ReplyState.ReplyUnknown, ReplyState.ReplyExpired], [StateOf(1), StateOf(2), StateOf(3)]);
    }

    [Fact]
    public void Those_who_ask_early_are_told_once()
    {
        var (asker, gone) = (new ReplyAsker("a", 1), new ReplyAsker("b", 2));
        _kept.Await(Id(1), Seconds(10));
        _kept.Ask(Id(1), asker);
        _kept.Ask(Id(1), gone);
        Assert.True(_kept.StopAsking(Id(1), gone));

        Assert.Equal([asker], Put(1, at: 1));
        Assert.Empty(Put(1, at: 2));
        Assert.False(_kept.StopAsking(Id(1), asker));
    }

    [Fact]
    public void A_reply_that_nobody_waits_for_is_not_kept()
    {
        Assert.Empty(Put(1, at: 1));
        Assert.Equal(ReplyState.ReplyUnknown, StateOf(1));
    }

    [Fact]
    public void What_another_broker_has_takes_no_room_here()
    {
        _kept.Await(Id(1), Seconds(10));
        _kept.Await(Id(2), Seconds(10));
        Put(1, at: 1, bytes: 900);
        _kept.Forget(Id(1));
        Put(2, at: 2, bytes: 900);

        Assert.Equal([ReplyState.ReplyUnknown, ReplyState.ReplyReady], [StateOf(1), StateOf(2)]);
    }

    [Fact]
    public void What_comes_from_another_broker_has_the_time_that_it_had_left()
    {
        _kept.Await(Id(2), Seconds(10));
        _kept.Ask(Id(2), new ReplyAsker("a", 1));
        var now = Seconds(100);

        _kept.Take(Id(1), new CallReply { CallId = Id(1).ToWire(), Value = ByteString.Empty }, Seconds(5), now);
        Assert.Single(_kept.Take(Id(2), null, Seconds(7), now));

        Assert.Equal([ReplyState.ReplyReady, ReplyState.ReplyExpired], [StateOf(1), StateOf(2)]);
        Assert.Equal([Seconds(4), Seconds(6)], [_kept.Remaining(Id(1), now + Seconds(1)), _kept.Remaining(Id(2), now + Seconds(1))]);
        _kept.Tick(now + Seconds(8));
        Assert.Equal([ReplyState.ReplyExpired, ReplyState.ReplyUnknown], [StateOf(1), StateOf(2)]);
    }

    [Fact]
    public void What_is_there_is_not_undone_by_another_broker()
    {
        _kept.Await(Id(1), Seconds(10));
        Put(1, at: 1, bytes: 900);

        _kept.Take(Id(1), null, Seconds(7), Seconds(2));
        _kept.Take(Id(1), new CallReply(), Seconds(7), Seconds(2));

        Assert.Equal(900, _kept.Get(Id(1)).Reply!.Value.Length);
        Assert.Equal(Seconds(8), _kept.Remaining(Id(1), Seconds(3)));
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static CallId Id(ulong id) => new(id);

    private ReplyState StateOf(ulong id) => _kept.Get(Id(id)).State;

    private IReadOnlyCollection<ReplyAsker> Put(ulong id, int at, int bytes = 10) =>
        _kept.Put(Id(id), new CallReply { CallId = Id(id).ToWire(), Value = ByteString.CopyFrom(new byte[bytes]) }, Seconds(at));
}
