using System.Collections.Immutable;
using Google.Protobuf;

namespace Actors.Links.Internal;

/// <summary>The state after an input, and what is to be done because of it, in order.</summary>
internal readonly record struct LinkStep<TState>(TState State, ImmutableArray<LinkEffect> Effects);

internal abstract record LinkEffect;

/// <summary>Send this message to the receiver.</summary>
internal sealed record LinkSend(long Sequence, ByteString Payload, bool Last) : LinkEffect;

/// <summary>Tell the receiver that nothing below <paramref name="Next"/> is left to send.</summary>
internal sealed record LinkShowIdle(long Next) : LinkEffect;

/// <summary>Messages may be offered again.</summary>
internal sealed record LinkReady : LinkEffect;

/// <summary>Tell the sender what was received and how far it may go.</summary>
internal sealed record LinkDemands(long Acked, long UpTo, bool Resend) : LinkEffect;

/// <summary>Hand the next message to the link's owner.</summary>
internal sealed record LinkDeliver(ByteString Payload, bool Last) : LinkEffect;

/// <summary>Tell the other end that this one gives the link up.</summary>
internal sealed record LinkTellBroken(LinkEnd End) : LinkEffect;

/// <summary>The link is over.</summary>
internal sealed record LinkEnded(LinkEnd End) : LinkEffect;

/// <summary>How a link ended.</summary>
/// <param name="Code">Null: all was delivered and acknowledged; otherwise one of <see cref="ErrorCodes"/>.</param>
/// <param name="Reason">For people.</param>
internal sealed record LinkEnd(string? Code, string Reason)
{
    public static LinkEnd Finished { get; } = new(null, "finished");

    public bool Ok => Code is null;

    public ActorsException? ToException() => Code is null ? null : new ActorsException(Code, Reason);
}
