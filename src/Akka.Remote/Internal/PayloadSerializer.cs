using Akka.Actor;
using Akka.Remote.Internal.Wire;
using Akka.Remote.Serialization;
using Akka.Serialization;
using Akka.Serialization.Internal;

namespace Akka.Remote.Internal;

/// <summary>The system's serializers, as the codec uses them.</summary>
internal sealed class PayloadSerializer : IPayloadSerializer
{
    private readonly Akka.Serialization.Serialization _serialization;
    private readonly Lazy<Information> _information;

    public PayloadSerializer(ExtendedActorSystem system)
    {
        _serialization = system.Serialization;
        // The address is known when the node listens, which is before anything is serialized.
        _information = new Lazy<Information>(() => new Information(system.Provider.DefaultAddress, system));
        HasBuiltInPrimitives = Array.TrueForAll([typeof(string), typeof(int), typeof(long)],
            type => _serialization.FindSerializerForType(type) is PrimitiveSerializers);
    }

    public bool HasBuiltInPrimitives { get; }

    public byte[] ToBinary(object message, out PayloadClass payloadClass)
    {
        var serializer = _serialization.FindSerializerFor(message);
        payloadClass = new PayloadClass(serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, message));
        // Refs inside the message are written with the address that the peer reaches this node by.
        return TransportInformation.With(_information.Value, (serializer, message), static state => state.serializer.ToBinary(state.message));
    }

    public object FromBinary(PayloadClass payloadClass, ReadOnlySpan<byte> bytes) =>
        _serialization.Deserialize(bytes.ToArray(), payloadClass.SerializerId, payloadClass.Manifest);
}
