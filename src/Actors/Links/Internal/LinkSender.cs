using System.Collections.Immutable;
using Google.Protobuf;

namespace Actors.Links.Internal;

/// <summary>
/// The sending end as a value: numbers what it is offered, sends while it has credit, and keeps everything until it is acknowledged, to send it again
/// when asked. What it is offered beyond its window it keeps too: whoever has read a large piece need not keep the rest itself.
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

    public LinkOutcome? Outcome { get; init; }

    public TimeSpan LastHeard { get; init; }

    public TimeSpan LastSpoke { get; init; }

    /// <summary>When the receiver last took something, or there was nothing that it could have taken.</summary>
    public TimeSpan LastTaken { get; init; }

    /// <summary>Whether it wants more; after <see cref="LinkAdvanced"/> it may again.</summary>
    public bool HasRoom => !Closed && Outcome is null && Next - Acked < Settings.Window;

    public static LinkSender Open(LinkSettings settings, TimeSpan now) => new(settings) { LastHeard = now, LastSpoke = now };

    /// <summary>Adds a message; the last one closes the link once it is acknowledged.</summary>
    public LinkStep<LinkSender> Offer(ByteString payload, bool last, TimeSpan now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, LinkSettings.MaxMessageBytes);
        if (Outcome is not null)
            return new(this, []);
        if (Closed)
            throw new InvalidOperationException("The link was offered its last message already.");
        var message = new LinkSend(Next, payload, last);
        var offered = this with { Kept = Kept.Enqueue(message), Next = Next + 1, Closed = last, LastTaken = Kept.IsEmpty ? now : LastTaken };
        // It goes at once, or waits behind others for credit.
        return Unsent == Next && Next < UpTo ? new(offered with { Unsent = Next + 1, LastSpoke = now }, [message]) : new(offered, []);
    }

    public LinkStep<LinkSender> Demanded(long acked, long upTo, bool resend, bool isRead, TimeSpan now)
    {
        if (Outcome is not null)
            return new(this, []);
        if (acked > Next)
            return Give(ErrorCodes.Invalid, $"The receiver acknowledges {acked}, when {Next} were offered.");
        var isTaken = isRead || acked > Acked || upTo > UpTo;
        var state = Acknowledge(acked) with { LastHeard = now, LastTaken = isTaken ? now : LastTaken, UpTo = Math.Max(UpTo, upTo) };
        ImmutableArray<LinkEffect> advanced = acked > Acked ? [new LinkAdvanced()] : [];
        if (state is { Closed: true, Kept.IsEmpty: true })
            return new(state with { Outcome = LinkOutcome.Finished }, [.. advanced, new LinkEnded(LinkOutcome.Finished)]);
        if (resend)
            state = state with { Unsent = state.Acked };
        return state.SendWithinCredit(advanced, now);
    }

    public LinkStep<LinkSender> Tick(TimeSpan now)
    {
        if (Outcome is not null)
            return new(this, []);
        if (now - LastHeard >= Settings.PeerTimeout)
            return Give(ErrorCodes.Unavailable, $"The receiver was silent for {Settings.PeerTimeout.TotalSeconds} s.");
        if (Settings.StallTimeout is { } stall && !Kept.IsEmpty && now - LastTaken >= stall)
            return Give(ErrorCodes.Timeout, $"The receiver took nothing for {Settings.Stall}.");
        return now - LastSpoke < Settings.Interval ? new(this, []) : new(this with { LastSpoke = now }, [new LinkShowIdle(Unsent)]);
    }

    public LinkStep<LinkSender> Broken(string code, string reason)
    {
        var outcome = new LinkOutcome(code, reason);
        return Outcome is null ? new(Over(outcome), [new LinkEnded(outcome)]) : new(this, []);
    }

    private LinkStep<LinkSender> Give(string code, string reason)
    {
        var outcome = new LinkOutcome(code, reason);
        return new(Over(outcome), LinkEnded.Told(outcome));
    }

    private LinkSender Over(LinkOutcome outcome) => this with { Outcome = outcome, Kept = [] };

    private LinkSender Acknowledge(long acked)
    {
        var kept = Kept;
        while (!kept.IsEmpty && kept.Peek().Sequence < acked)
            kept = kept.Dequeue();
        var floor = Math.Max(Acked, acked);
        return this with { Kept = kept, Acked = floor, Unsent = Math.Max(Unsent, floor) };
    }

    // The sends come first: whoever offers more when told that the receiver goes on must not overtake them.
    private LinkStep<LinkSender> SendWithinCredit(ImmutableArray<LinkEffect> after, TimeSpan now)
    {
        var sends = Kept.SkipWhile(message => message.Sequence < Unsent).TakeWhile(message => message.Sequence < UpTo).ToList();
        return sends.Count == 0
            ? new(this, after)
            : new(this with { Unsent = sends[^1].Sequence + 1, LastSpoke = now }, [.. sends, .. after]);
    }
}
