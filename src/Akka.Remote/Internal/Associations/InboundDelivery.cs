using Akka.Actor;
using Akka.Event;
using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal.Associations;

/// <summary>The last step of an inbound message: its payload is read and it goes into a mailbox, if this node lets it.</summary>
internal sealed class InboundDelivery(IPayloadSerializer serializer, InboundPolicy policy, ILoggingAdapter log)
{
    public bool TryReadPayload(in EnvelopeHeader header, ref WireReader reader, Address peer, out object message)
    {
        try
        {
            message = header.ReadPayload(ref reader, serializer) ?? throw new System.Runtime.Serialization.SerializationException("it was read as null");
            return true;
        }
        catch (Exception reason)
        {
            // Users' serializers may throw anything: this message is lost, the stream is sound.
            message = null!;
            log.Error(reason, "A message from [{0}] to [{1}] is lost: serializer {2}, manifest [{3}] cannot read its {4} bytes: {5}",
                peer, header.Recipient, header.Class.SerializerId, header.Class.Manifest, reader.Rest.Length, reason.Message);
            return false;
        }
    }

    public void Deliver(IInternalActorRef recipient, object message, IActorRef? sender)
    {
        if (message is ActorSelectionMessage selection)
        {
            if (policy.Allows(selection)) ActorSelectionDelivery.Deliver(recipient, selection, sender);
        }
        else if (policy.Allows(recipient, message))
        {
            recipient.Tell(message, sender);
        }
    }

    public void DeliverSystemMessage(IInternalActorRef recipient, Dispatch.SysMsg.ISystemMessage message)
    {
        if (policy.AllowsSystemMessage(message)) recipient.SendSystemMessage(message);
    }
}
