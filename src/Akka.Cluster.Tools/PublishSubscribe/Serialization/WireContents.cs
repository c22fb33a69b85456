using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Serialization.Internal;

namespace Akka.Cluster.Tools.PublishSubscribe.Serialization;

/// <summary>User messages inside the messages of this package.</summary>
internal static class WireContents
{
    public static WireContent Write(ExtendedActorSystem system, object message)
    {
        var wrapped = PayloadWrapping.Wrap(system, message)!;
        return new WireContent { SerializerId = wrapped.SerializerId, Manifest = wrapped.Manifest, Data = wrapped.Data };
    }

    public static object Read(ExtendedActorSystem system, WireContent? content)
    {
        if (content is null)
            throw new SerializationException("Expected a message inside, found nothing.");
        var wrapped = new WrappedPayload { SerializerId = content.SerializerId, Manifest = content.Manifest, Data = content.Data };
        return PayloadWrapping.Unwrap(system, wrapped)!;
    }
}
