using Akka.Actor;

namespace Akka.Remote.Internal.Wire;

/// <summary>An envelope but for its payload. <paramref name="Class"/> counts only when the token is not one of the built-in ones.</summary>
internal readonly record struct EnvelopeHeader(IInternalActorRef Recipient, IActorRef? Sender, uint ClassToken, PayloadClass Class)
{
    /// <summary>Throws whatever the serializer throws: the frame is sound, its content may not be.</summary>
    public object ReadPayload(ref WireReader reader, IPayloadSerializer serializer) =>
        ClassToken < Token.InlineClass ? Payload.ReadBuiltIn(ClassToken, ref reader) : serializer.FromBinary(Class, reader.Rest);
}
