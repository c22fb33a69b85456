using Akka.Actor;

namespace Akka.Remote.Internal.Associations;

/// <summary>One thing in a lane's queue: a message for a recipient, or without one a <see cref="ControlItem"/>.</summary>
/// <param name="Message">What to send.</param>
/// <param name="Sender">Whom replies go to; null for nobody.</param>
/// <param name="Recipient">Null for control items.</param>
/// <param name="SizeBytes">What it counts for in the queue's limit: an estimate, since it is serialized later.</param>
internal readonly record struct Outbound(object Message, IActorRef? Sender, IActorRef? Recipient, int SizeBytes);

/// <summary>What the protocol itself has to say.</summary>
/// <param name="Uid">
/// The incarnation of the peer that is meant; null for whichever there is. Items outlive connections, and a number or a farewell for one
/// incarnation must not reach the next.
/// </param>
internal abstract record ControlItem(int? Uid);

internal sealed record SequencedMessage(int PeerUid, long Sequence, long Mark, object Message, ActorPath Recipient) : ControlItem(PeerUid);

/// <summary>Bulk lane: the place that a system message with this mark waits for.</summary>
internal sealed record MarkItem(long Mark) : ControlItem(Uid: null);

/// <summary>Acknowledges all that has been taken at the moment of writing, and from whom.</summary>
internal sealed record AckItem() : ControlItem(Uid: null)
{
    public static AckItem Instance { get; } = new();
}

internal sealed record KeepAliveItem() : ControlItem(Uid: null)
{
    public static KeepAliveItem Instance { get; } = new();
}

/// <summary>Ends the lane's connection when everything before it is written.</summary>
internal sealed record GoodbyeItem(GoodbyeReason Reason) : ControlItem(Uid: null);

/// <summary>Numbers are part of the wire format.</summary>
internal enum GoodbyeReason : byte
{
    Shutdown = 0,
    /// <summary>The receiver's incarnation is quarantined here.</summary>
    Quarantined = 1,
}
