using Akka.Actor;

namespace Akka.Remote.Internal.Associations;

/// <summary>What a lane tells its association. Called by the pump unless noted.</summary>
internal interface ILaneOwner
{
    /// <summary>There is something to send and no connection.</summary>
    void ConnectionWanted(LaneKind lane);

    /// <summary>Not sent: the queue is full (called by the sending thread) or the lane is closed.</summary>
    void Undelivered(object message, IActorRef? sender, IActorRef recipient);

    /// <summary>Not sent here: the association is retired.</summary>
    void Forward(object message, IActorRef? sender, IActorRef recipient);

    /// <summary>Not sent: it cannot be serialized or is too large.</summary>
    void Unsendable(object message, IActorRef? recipient, Exception reason);

    /// <summary>The pump failed where it should not; what it was writing is lost.</summary>
    void PumpFailed(LaneKind lane, Exception reason);

    /// <summary>The highest system message number taken from the peer, for an acknowledgement that is being written now.</summary>
    Acknowledgement? TakeAcknowledgement();
}
