namespace Akka.Remote.Internal.Wire;

/// <summary>What the codec needs of Akka.Serialization.</summary>
internal interface IPayloadSerializer
{
    /// <summary>Whether strings, ints and longs go by the built-in classes; not when they are bound to another serializer.</summary>
    bool HasBuiltInPrimitives { get; }

    byte[] ToBinary(object message, out PayloadClass payloadClass);

    object FromBinary(PayloadClass payloadClass, ReadOnlySpan<byte> bytes);
}
