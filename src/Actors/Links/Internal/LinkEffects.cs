using System.Collections.Immutable;
using Google.Protobuf;

namespace Actors.Links.Internal;

/// <summary>The state after an input, and what is to be done because of it, in order.</summary>
internal readonly record struct LinkStep<TState>(TState State, ImmutableArray<LinkEffect> Effects);

internal abstract record LinkEffect;

/// <summary>Tell the other end.</summary>
internal abstract record LinkSays : LinkEffect
{
    public abstract ILinkMessage On(long link);
}

/// <summary>Send this message to the receiver.</summary>
internal sealed record LinkSend(long Sequence, ByteString Payload, bool Last) : LinkSays
{
    public override ILinkMessage On(long link) => new LinkData { Link = link, Sequence = Sequence, Payload = Payload, Last = Last };
}

/// <summary>Tell the receiver that nothing below <paramref name="Next"/> is left to send.</summary>
internal sealed record LinkShowIdle(long Next) : LinkSays
{
    public override ILinkMessage On(long link) => new LinkIdle { Link = link, Next = Next };
}

/// <summary>Tell the sender what was received and how far it may go.</summary>
internal sealed record LinkDemands(long Acked, long UpTo, bool Resend, bool IsRead = false) : LinkSays
{
    public override ILinkMessage On(long link) => new LinkDemand { Link = link, Acked = Acked, UpTo = UpTo, Resend = Resend, IsRead = IsRead };
}

/// <summary>Tell the other end that this one gives the link up.</summary>
internal sealed record LinkTellBroken(LinkOutcome Outcome) : LinkSays
{
    public override ILinkMessage On(long link) => new LinkBroken { Link = link, Code = Outcome.Code, Reason = Outcome.Reason };
}

/// <summary>The receiver has got more than before.</summary>
internal sealed record LinkAdvanced : LinkEffect;

/// <summary>Hand the next message to the link's owner.</summary>
internal sealed record LinkDeliver(ByteString Payload, bool Last) : LinkEffect;

/// <summary>The link is over.</summary>
internal sealed record LinkEnded(LinkOutcome Outcome) : LinkEffect
{
    /// <summary>By a decision of this end: the other need not find out by waiting, or never.</summary>
    public static ImmutableArray<LinkEffect> Told(LinkOutcome outcome) => [new LinkTellBroken(outcome), new LinkEnded(outcome)];
}

/// <summary>How a link ended.</summary>
/// <param name="Code">Null: all was delivered and acknowledged; otherwise one of <see cref="ErrorCodes"/>.</param>
/// <param name="Reason">For people.</param>
internal sealed record LinkOutcome(string? Code, string Reason)
{
    public static LinkOutcome Finished { get; } = new(null, "finished");

    public bool Ok => Code is null;

    public ActorsException? ToException() => Code is null ? null : new ActorsException(Code, Reason);
}
