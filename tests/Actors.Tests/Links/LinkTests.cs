using Actors.Links;
using Actors.Links.Internal;
using FsCheck.Fluent;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Links;

public class LinkTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(100);
    private static readonly ByteString Payload = ByteString.CopyFromUtf8("x");

    [Fact]
    public void Everything_arrives_once_and_in_order_whatever_the_network_loses() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var link = new LossyLink(seed, count: 50, loss: seed % 5 / 10.0);
        link.Run(steps: 200_000);
        AssertAllDelivered(link);
    });

    [Fact]
    public void A_receiver_that_skips_over_gaps_is_caught()
    {
        var skipped = Enumerable.Range(1, 20).Any(seed =>
        {
            var link = new LossyLink(seed, count: 50, loss: 0.3, (state, send, now) =>
                (send.Sequence > state.Expected ? state with { Expected = send.Sequence } : state).Received(send.Sequence, send.Payload, send.Last, now));
            link.Run(steps: 200_000);
            return Record.Exception(() => AssertAllDelivered(link)) is not null;
        });
        Assert.True(skipped);
    }

    [Fact]
    public void Nothing_is_sent_beyond_the_credit()
    {
        var sender = LinkSender.Open(LinkSettings.Default, Now).Offer(Payload, last: false, Now);
        Assert.Empty(sender.Effects);

        var granted = sender.State.Demanded(acked: 0, upTo: 1, resend: false, isRead: false, Now);
        Assert.IsType<LinkSend>(Assert.Single(granted.Effects));

        Assert.Empty(granted.State.Offer(Payload, last: false, Now).Effects);
    }

    [Fact]
    public void A_sender_has_room_again_when_the_receiver_has_got_more_and_keeps_what_it_was_offered_beyond()
    {
        var state = LinkSender.Open(LinkSettings.Default with { Window = 2 }, Now);
        state = Offer(state, 3);
        Assert.False(state.HasRoom);

        var sent = state.Demanded(acked: 0, upTo: 2, resend: false, isRead: false, Now);
        Assert.Equal([0, 1], sent.Effects.OfType<LinkSend>().Select(send => send.Sequence));
        var first = sent.State.Demanded(acked: 1, upTo: 3, resend: false, isRead: false, Now);
        Assert.Equal([typeof(LinkSend), typeof(LinkAdvanced)], first.Effects.Select(effect => effect.GetType()));
        Assert.False(first.State.HasRoom);

        Assert.True(first.State.Demanded(acked: 2, upTo: 4, resend: false, isRead: false, Now).State.HasRoom);
    }

    [Fact]
    public void Nothing_is_offered_after_the_last_message_and_what_a_link_that_is_over_is_offered_goes_nowhere()
    {
        var closed = LinkSender.Open(LinkSettings.Default, Now).Offer(Payload, last: true, Now).State;
        Assert.Throws<InvalidOperationException>(() => closed.Offer(Payload, last: false, Now));

        Assert.Empty(closed.Broken(ErrorCodes.Failed, "test").State.Offer(Payload, last: false, Now).Effects);
    }

    [Fact]
    public void A_sender_gives_up_a_receiver_that_takes_nothing_but_not_one_that_takes_little_or_has_got_all()
    {
        var stall = TimeSpan.FromSeconds(2);
        var half = stall / 2;
        var state = LinkSender.Open(LinkSettings.Default with { StallTimeout = stall, StallSetting = "a.setting" }, Now);

        state = Offer(state.Tick(Now + stall).State, 3, Now + stall);
        Assert.Null(state.Outcome); // until now there was nothing to take
        var given = state.Tick(Now + stall + stall);
        Assert.Equal([typeof(LinkTellBroken), typeof(LinkEnded)], given.Effects.Select(effect => effect.GetType()));
        Assert.Equal((ErrorCodes.Timeout, "The receiver took nothing for 2 s (a.setting)."), (given.State.Outcome!.Code, given.State.Outcome.Reason));

        var credited = state.Demanded(acked: 0, upTo: 2, resend: false, isRead: false, Now + stall + half).State;
        Assert.Null(credited.Tick(Now + stall + stall).State.Outcome);
        var read = credited.Demanded(acked: 0, upTo: 2, resend: false, isRead: true, Now + stall + stall).State;
        Assert.Null(read.Tick(Now + stall + stall + half).State.Outcome);
        var again = read.Demanded(acked: 0, upTo: 2, resend: false, isRead: false, Now + stall + stall + half).State;
        Assert.NotNull(again.Tick(Now + stall + stall + stall).State.Outcome);

        var all = read.Demanded(acked: 3, upTo: 5, resend: false, isRead: false, Now + stall + stall).State;
        Assert.Null(all.Tick(Now + stall + stall + stall).State.Outcome);
    }

    [Fact]
    public void A_silent_peer_ends_the_link_at_either_end()
    {
        var late = Now + LinkSettings.Default.PeerTimeout;

        Assert.Equal(ErrorCodes.Unavailable, LinkSender.Open(LinkSettings.Default, Now).Tick(late).State.Outcome!.Code);
        Assert.Equal(ErrorCodes.Unavailable, LinkReceiver.Open(LinkSettings.Default, Now).State.Tick(late).State.Outcome!.Code);
    }

    [Fact]
    public void A_receiver_with_credit_out_gives_up_a_sender_that_stalls_but_not_while_it_is_slow_itself()
    {
        var stall = TimeSpan.FromSeconds(2);
        var receiver = LinkReceiver.Open(LinkSettings.Default with { Window = 1, StallTimeout = stall }, Now).State;
        Assert.Equal(ErrorCodes.Unavailable, receiver.Tick(Now + stall).State.Outcome!.Code);

        var full = receiver.Received(0, Payload, last: false, Now).State;
        Assert.Null(full.Tick(Now + stall).State.Outcome);

        var consumed = full.Consume(1, Now + stall).State;
        Assert.Null(consumed.Tick(Now + stall + TimeSpan.FromSeconds(1)).State.Outcome);
    }

    [Fact]
    public void A_receiver_that_gives_up_tells_the_sender_once()
    {
        var now = Now;
        var sent = new List<object>();
        var inlet = new LinkInlet(7, LinkSettings.Default, sent.Add, () => now);
        inlet.Open();

        now += LinkSettings.Default.PeerTimeout;
        inlet.Tick();
        inlet.Break(ErrorCodes.Cancelled, "once more");

        var broken = Assert.Single(sent.OfType<LinkBroken>());
        Assert.Equal((7, ErrorCodes.Unavailable), (broken.Link, broken.Code));
    }

    [Fact]
    public void A_receiver_that_is_told_of_the_end_does_not_tell_the_sender()
    {
        var sent = new List<object>();
        var inlet = new LinkInlet(7, LinkSettings.Default, sent.Add, () => Now);
        inlet.Open();

        inlet.On(new LinkBroken { Link = 7, Code = ErrorCodes.Cancelled });

        Assert.True(inlet.IsOver);
        Assert.Empty(sent.OfType<LinkBroken>());
    }

    [Fact]
    public void The_last_word_of_a_receiver_is_repeated_when_the_sender_has_not_heard_it()
    {
        var finished = LinkReceiver.Open(LinkSettings.Default, Now).State.Received(0, Payload, last: true, Now).State;
        var word = new LinkDemands(1, LinkSettings.Default.Window, Resend: false);

        Assert.Equal([word], finished.Idle(1, Now).Effects.ToArray());
        Assert.Equal([word], finished.Received(0, Payload, last: true, Now).Effects.ToArray());
    }

    [Fact]
    public void An_acknowledgement_of_what_was_never_offered_ends_the_link() =>
        Assert.Equal(ErrorCodes.Invalid, LinkSender.Open(LinkSettings.Default, Now).Demanded(acked: 5, upTo: 6, resend: false, isRead: false, Now).State.Outcome!.Code);

    [Fact]
    public void A_message_beyond_the_credit_or_too_large_ends_the_link()
    {
        var receiver = LinkReceiver.Open(LinkSettings.Default, Now).State;
        var huge = ByteString.CopyFrom(new byte[LinkSettings.MaxMessageBytes + 1]);

        Assert.Equal(ErrorCodes.Invalid, receiver.Received(LinkSettings.Default.Window, Payload, last: false, Now).State.Outcome!.Code);
        Assert.Equal(ErrorCodes.Invalid, receiver.Received(0, huge, last: false, Now).State.Outcome!.Code);
    }

    [Fact]
    public void What_is_said_on_another_link_or_to_the_other_end_is_not_heard()
    {
        var outlet = new LinkOutlet(7, LinkSettings.Default, _ => { }, () => Now);

        Assert.False(outlet.On(new LinkDemand { Link = 8, UpTo = 1 }));
        Assert.False(outlet.On(new LinkData { Link = 7 }));
        Assert.True(outlet.On(new LinkDemand { Link = 7, UpTo = 1 }));
    }

    [Fact]
    public void A_receiver_says_once_that_its_reader_goes_on()
    {
        var (now, read) = (Now, 0L);
        var sent = new List<object>();
        var inlet = new LinkInlet(7, LinkSettings.Default, sent.Add, () => now) { Position = () => read };
        inlet.Open();

        read = 5;
        for (var i = 0; i < 2; i++)
        {
            now += LinkSettings.Default.Interval;
            inlet.Tick();
        }

        Assert.Equal([false, true, false], sent.Cast<LinkDemand>().Select(demand => demand.IsRead));
    }

    private static LinkSender Offer(LinkSender sender, int count, TimeSpan? now = null) =>
        Enumerable.Range(0, count).Aggregate(sender, (state, _) => state.Offer(Payload, last: false, now ?? Now).State);

    private static void AssertAllDelivered(LossyLink link)
    {
        Assert.Equal(Enumerable.Range(0, 50), link.Delivered);
        Assert.True(link.ReceiverEnd is { Ok: true });
        Assert.True(link.MostHeld <= link.Settings.Window);
    }
}
