namespace Akka.Remote.Internal.Handshakes;

/// <summary>Why a handshake came to nothing. <paramref name="Text"/> is for the log; the reason is what the peer acts on.</summary>
internal sealed record Refusal(RefusalReason Reason, string Text)
{
    /// <summary>The other side refused, not this one.</summary>
    public bool IsByPeer { get; init; }
}

/// <summary>Numbers are part of the wire format.</summary>
internal enum RefusalReason : byte
{
    Malformed = 0,
    Version = 1,
    Secret = 2,
    WrongAddress = 3,
    /// <summary>The peer's incarnation (address and UID) is quarantined at this side, for good.</summary>
    Quarantined = 4,
    ShuttingDown = 5,
}
