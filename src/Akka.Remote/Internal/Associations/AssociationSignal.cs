using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote.Internal.Associations;

/// <summary>What happens to an association, as a message to the remoting actor, which alone changes its state.</summary>
internal abstract record AssociationSignal(Association Association) : INoSerializationVerificationNeeded
{
    internal sealed record ConnectionWanted(Association Association, LaneKind Lane) : AssociationSignal(Association);

    internal sealed record DialFailed(Association Association, LaneKind Lane, SessionEnd End) : AssociationSignal(Association);

    internal sealed record Established(Association Association, Session Session) : AssociationSignal(Association);

    internal sealed record Ended(Association Association, Session Session, SessionEnd End) : AssociationSignal(Association);

    internal sealed record SystemMessageSent(Association Association, ISystemMessage Message, ActorPath Recipient, long Mark) : AssociationSignal(Association);

    internal sealed record SystemMessageArrived(Association Association, Session Session, long Sequence, InboundSystemMessage Message)
        : AssociationSignal(Association);

    internal sealed record Acknowledged(Association Association, Session Session, long Sequence) : AssociationSignal(Association);

    internal sealed record MarkPassed(Association Association, Session Session, long Mark) : AssociationSignal(Association);

    internal sealed record SaidGoodbye(Association Association, Session Session, GoodbyeReason Reason) : AssociationSignal(Association);

    /// <param name="Association">Whose peer.</param>
    /// <param name="Uid">The incarnation; null for the current one.</param>
    /// <param name="Reason">For the log.</param>
    internal sealed record Quarantine(Association Association, int? Uid, string Reason) : AssociationSignal(Association);

    /// <summary>A pause before the next attempt to connect is over.</summary>
    internal sealed record PauseOver(Association Association, LaneKind Lane) : AssociationSignal(Association);
}
