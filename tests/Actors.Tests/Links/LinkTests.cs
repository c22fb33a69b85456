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

        var granted = sender.State.Demanded(acked: 0, upTo: 1, resend: false, Now);
        Assert.IsType<LinkSend>(Assert.Single(granted.Effects));

        Assert.Empty(granted.State.Offer(Payload, last: false, Now).Effects);
    }

    [Fact]
    public void A_full_sender_is_ready_again_with_the_next_acknowledgement()
    {
        var state = LinkSender.Open(LinkSettings.Default with { Window = 2 }, Now);
        state = state.Offer(Payload, last: false, Now).State.Offer(Payload, last: false, Now).State;
        Assert.False(state.CanOffer);
        Assert.Throws<InvalidOperationException>(() => state.Offer(Payload, last: false, Now));

        var sent = state.Demanded(acked: 0, upTo: 2, resend: false, Now).State;
        Assert.Contains(new LinkReady(), sent.Demanded(acked: 1, upTo: 3, resend: false, Now).Effects);
    }

    [Fact]
    public void A_silent_peer_ends_the_link_at_either_end()
    {
        var late = Now + LinkSettings.Default.PeerTimeout;

        Assert.Equal(ErrorCodes.Unavailable, LinkSender.Open(LinkSettings.Default, Now).Tick(late).State.End!.Code);
        Assert.Equal(ErrorCodes.Unavailable, LinkReceiver.Open(LinkSettings.Default, Now).State.Tick(late).State.End!.Code);
    }

    [Fact]
    public void A_receiver_with_credit_out_gives_up_a_sender_that_stalls_but_not_while_it_is_slow_itself()
    {
        var stall = TimeSpan.FromSeconds(2);
        var receiver = LinkReceiver.Open(LinkSettings.Default with { Window = 1, StallTimeout = stall }, Now).State;
        Assert.Equal(ErrorCodes.Unavailable, receiver.Tick(Now + stall).State.End!.Code);

        var full = receiver.Received(0, Payload, last: false, Now).State;
        Assert.Null(full.Tick(Now + stall).State.End);

        var consumed = full.Consume(1, Now + stall).State;
        Assert.Null(consumed.Tick(Now + stall + TimeSpan.FromSeconds(1)).State.End);
    }

    [Fact]
    public void A_receiver_that_gives_up_tells_the_sender_once()
    {
        var now = Now;
        var sent = new List<object>();
        var inlet = new LinkInlet(7, sent.Add, () => now);
        inlet.Open(LinkSettings.Default);

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
        var inlet = new LinkInlet(7, sent.Add, () => Now);
        inlet.Open(LinkSettings.Default);

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
        Assert.Equal(ErrorCodes.Invalid, LinkSender.Open(LinkSettings.Default, Now).Demanded(acked: 5, upTo: 6, resend: false, Now).State.End!.Code);

    [Fact]
    public void A_message_beyond_the_credit_or_too_large_ends_the_link()
    {
        var receiver = LinkReceiver.Open(LinkSettings.Default, Now).State;
        var huge = ByteString.CopyFrom(new byte[LinkSettings.MaxMessageBytes + 1]);

        Assert.Equal(ErrorCodes.Invalid, receiver.Received(LinkSettings.Default.Window, Payload, last: false, Now).State.End!.Code);
        Assert.Equal(ErrorCodes.Invalid, receiver.Received(0, huge, last: false, Now).State.End!.Code);
    }

    private static void AssertAllDelivered(LossyLink link)
    {
        Assert.Equal(Enumerable.Range(0, 50), link.Delivered);
        Assert.True(link.ReceiverEnd is { Ok: true });
        Assert.True(link.MostHeld <= link.Settings.Window);
    }
}
