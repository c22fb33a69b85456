using System.Runtime.Serialization;

namespace Akka.Remote.Serialization.Internal;

/// <summary>The one way in which bytes that are no message are refused, whatever their reader stumbled over.</summary>
internal static class Malformed
{
    public static SerializationException Message(string serializer, string manifest, Exception cause) =>
        new($"Malformed message for {serializer}, manifest [{manifest}]: {cause.Message}", cause);
}
