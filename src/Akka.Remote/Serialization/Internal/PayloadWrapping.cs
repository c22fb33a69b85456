using System.Runtime.Serialization;
using Akka.Actor;
using Google.Protobuf;

namespace Akka.Remote.Serialization.Internal;

/// <summary>Objects inside other messages, each with its own serializer.</summary>
internal static class PayloadWrapping
{
    // Selections in selections in selections: a frame could nest thousands and overflow the stack of the reader.
    private const int DeepestNesting = 32;

    [ThreadStatic]
    private static int _nesting;

    public static WrappedPayload? Wrap(ExtendedActorSystem system, object? value)
    {
        if (value is null) return null;
        var serializer = system.Serialization.FindSerializerFor(value);
        return new WrappedPayload
        {
            SerializerId = serializer.Identifier,
            Manifest = Akka.Serialization.Serialization.ManifestFor(serializer, value),
            Data = UnsafeByteOperations.UnsafeWrap(serializer.ToBinary(value)),
        };
    }

    public static object? Unwrap(ExtendedActorSystem system, WrappedPayload? wrapped)
    {
        if (wrapped is null) return null;
        if (_nesting >= DeepestNesting) throw new SerializationException($"messages are nested more than {DeepestNesting} deep");
        _nesting++;
        try
        {
            return system.Serialization.Deserialize(wrapped.Data.ToByteArray(), wrapped.SerializerId, wrapped.Manifest);
        }
        finally
        {
            _nesting--;
        }
    }
}
