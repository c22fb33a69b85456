using System.Collections.Immutable;
using Google.Protobuf;

namespace Actors.Links.Internal;

/// <summary>
/// The sending end as a value: numbers what it is offered, sends while it has credit, and keeps everything until it is acknowledged, to send it again
/// when asked. It holds at most a window of messages, however far the credit goes.
/// </summary>
internal sealed record LinkSender(LinkSettings Settings)
{
    /// <summary>Offered and not acknowledged, from <see cref="Acked"/> on.</summary>
    public ImmutableQueue<LinkSend> Kept { get; init; } = [];

    public long Acked { get; init; }

    /// <summary>The next one to send for the first time.</summary>
    public long Unsent { get; init; }

    /// <summary>The number of the next message offered.</summary>
    public long Next { get; init; }

    public long UpTo { get; init; }

    public bool Closed { get; init; }

    public LinkEnd? End { get; init; }

    public TimeSpan LastHeard { get; init; }

    public TimeSpan LastSpoke { get; init; }

    /// <summary>Whether another message may be offered now; <see cref="LinkReady"/> tells when it may again.</summary>
    public bool CanOffer => !Closed && End is null && Next - Acked < Settings.Window;

    public static LinkSender Open(LinkSettings settings, TimeSpan now) => new(settings) { LastHeard = now, LastSpoke = now };

    /// <summary>Adds a message; the last one closes the link once it is acknowledged.</summary>
    public LinkStep<LinkSender> Offer(ByteString payload, bool last, TimeSpan now)
    {
        if (!CanOffer)
            throw new InvalidOperationException("The link takes nothing now; wait until it is ready.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, LinkSettings.MaxMessageBytes);
        var offered = this with { Kept = Kept.Enqueue(new LinkSend(Next, payload, last)), Next = Next + 1, Closed = last };
        return offered.SendWithinCredit([], now);
    }

    public LinkStep<LinkSender> Demanded(long acked, long upTo, bool resend, TimeSpan now)
    {
        if (End is not null)
            return new(this, []);
        if (acked > Next)
            return Give(ErrorCodes.Invalid, $"The receiver acknowledges {acked}, when {Next} were offered.");
        var couldOffer = CanOffer;
        var state = Acknowledge(acked) with { LastHeard = now, UpTo = Math.Max(UpTo, upTo) };
        if (state is { Closed: true, Kept.IsEmpty: true })
            return new(state with { End = LinkEnd.Finished }, [new LinkEnded(LinkEnd.Finished)]);
        if (resend)
            state = state with { Unsent = state.Acked };
        ImmutableArray<LinkEffect> ready = !couldOffer && state.CanOffer ? [new LinkReady()] : [];
        return state.SendWithinCredit(ready, now);
    }

    public LinkStep<LinkSender> Tick(TimeSpan now)
    {
        if (End is not null)
            return new(this, []);
        if (now - LastHeard >= Settings.PeerTimeout)
            return Give(ErrorCodes.Unavailable, $"The receiver was silent for {Settings.PeerTimeout.TotalSeconds} s.");
        return now - LastSpoke < Settings.Interval ? new(this, []) : new(this with { LastSpoke = now }, [new LinkShowIdle(Unsent)]);
    }

    public LinkStep<LinkSender> Broken(string code, string reason) => End is null ? Give(code, reason) : new(this, []);

    private LinkStep<LinkSender> Give(string code, string reason)
    {
        var end = new LinkEnd(code, reason);
        return new(this with { End = end, Kept = [] }, [new LinkEnded(end)]);
    }

    private LinkSender Acknowledge(long acked)
    {
        var kept = Kept;
        while (!kept.IsEmpty && kept.Peek().Sequence < acked)
            kept = kept.Dequeue();
        var floor = Math.Max(Acked, acked);
        return this with { Kept = kept, Acked = floor, Unsent = Math.Max(Unsent, floor) };
    }

    // The sends come first: whoever offers more when told that the link is ready must not overtake them.
    private LinkStep<LinkSender> SendWithinCredit(ImmutableArray<LinkEffect> after, TimeSpan now)
    {
        var sends = Kept.SkipWhile(message => message.Sequence < Unsent).TakeWhile(message => message.Sequence < UpTo).ToList();
        return sends.Count == 0
            ? new(this, after)
            : new(this with { Unsent = sends[^1].Sequence + 1, LastSpoke = now }, [.. sends, .. after]);
    }
}
