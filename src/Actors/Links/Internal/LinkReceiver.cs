using Google.Protobuf;

namespace Actors.Links.Internal;

/// <summary>The receiving end as a value: delivers in order, grants credit as messages are consumed, asks again for what was lost.</summary>
internal sealed record LinkReceiver(LinkSettings Settings)
{
    /// <summary>The number of the next message to deliver; all below were delivered.</summary>
    public long Expected { get; init; }

    public long Consumed { get; init; }

    public long Granted { get; init; }

    public LinkOutcome? Outcome { get; init; }

    public TimeSpan LastHeard { get; init; }

    public TimeSpan LastData { get; init; }

    public TimeSpan LastSpoke { get; init; }

    /// <summary>The gap that a resend was asked for, so that one loss is answered by one resend.</summary>
    public long? Missing { get; init; }

    public static LinkStep<LinkReceiver> Open(LinkSettings settings, TimeSpan now) =>
        new LinkReceiver(settings) { LastHeard = now, LastData = now }.Grant(resend: false, now);

    public LinkStep<LinkReceiver> Received(long sequence, ByteString payload, bool last, TimeSpan now)
    {
        if (Outcome is not null)
            return RepeatEnd();
        if (payload.Length > LinkSettings.MaxMessageBytes || sequence >= Granted)
            return Give(ErrorCodes.Invalid, $"The sender sent message {sequence} of {payload.Length} bytes with credit up to {Granted}.");
        var heard = this with { LastHeard = now };
        if (sequence < Expected)
            return new(heard, []);
        if (sequence > Expected)
            return heard.AskAgain(now);
        var state = heard with { Expected = Expected + 1, LastData = now, Missing = null };
        var deliver = new LinkDeliver(payload, last);
        if (!last)
            return new(state, [deliver]);
        return new(state with { Outcome = LinkOutcome.Finished }, [deliver, new LinkDemands(state.Expected, state.Granted, Resend: false), new LinkEnded(LinkOutcome.Finished)]);
    }

    /// <summary>The sender has nothing more to send than what is below <paramref name="next"/>.</summary>
    public LinkStep<LinkReceiver> Idle(long next, TimeSpan now)
    {
        if (Outcome is not null)
            return RepeatEnd();
        var heard = this with { LastHeard = now };
        return next > Expected ? heard.AskAgain(now) : new(heard, []);
    }

    /// <summary>The owner of the link is done with messages that were delivered: their room may be used again.</summary>
    public LinkStep<LinkReceiver> Consume(int messages, TimeSpan now)
    {
        var state = this with { Consumed = Consumed + messages };
        // Half a window at a time: one grant for many messages, long before the sender runs dry.
        var due = state.Consumed + Settings.Window - Granted >= Math.Max(1, Settings.Window / 2);
        return Outcome is null && due ? state.Grant(resend: false, now) : new(state, []);
    }

    public LinkStep<LinkReceiver> Tick(TimeSpan now)
    {
        if (Outcome is not null)
            return new(this, []);
        if (now - LastHeard >= Settings.PeerTimeout)
            return Give(ErrorCodes.Unavailable, $"The sender was silent for {Settings.PeerTimeout.TotalSeconds} s.");
        if (Settings.StallTimeout is { } stall && Granted > Expected && now - LastData >= stall)
            return Give(ErrorCodes.Unavailable, $"No data came for {Settings.Stall}.");
        return now - LastSpoke < Settings.Interval ? new(this, []) : (this with { Missing = null }).Grant(resend: false, now);
    }

    public LinkStep<LinkReceiver> Broken(string code, string reason)
    {
        var outcome = new LinkOutcome(code, reason);
        return Outcome is null ? new(this with { Outcome = outcome }, [new LinkEnded(outcome)]) : new(this, []);
    }

    // A sender that still speaks after all has come has not heard so: the last word was lost.
    private LinkStep<LinkReceiver> RepeatEnd() =>
        Outcome == LinkOutcome.Finished ? new(this, [new LinkDemands(Expected, Granted, Resend: false)]) : new(this, []);

    private LinkStep<LinkReceiver> AskAgain(TimeSpan now) => Missing == Expected ? new(this, []) : (this with { Missing = Expected }).Grant(resend: true, now);

    private LinkStep<LinkReceiver> Grant(bool resend, TimeSpan now)
    {
        // While the owner is not consuming, credit stands still, and a stall is not the sender's fault: data time restarts with new credit.
        var granted = Math.Max(Granted, Consumed + Settings.Window);
        var lastData = granted > Granted && Granted == Expected ? now : LastData;
        return new(this with { Granted = granted, LastSpoke = now, LastData = lastData }, [new LinkDemands(Expected, granted, resend)]);
    }

    private LinkStep<LinkReceiver> Give(string code, string reason)
    {
        var outcome = new LinkOutcome(code, reason);
        return new(this with { Outcome = outcome }, LinkEnded.Told(outcome));
    }
}
