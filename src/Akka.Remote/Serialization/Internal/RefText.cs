using Akka.Actor;

namespace Akka.Remote.Serialization.Internal;

/// <summary>Refs as text, with the address that the other node knows this one by; empty for none.</summary>
internal static class RefText
{
    public static string Of(IActorRef? actor) => actor is null ? "" : Akka.Serialization.Serialization.SerializedActorPath(actor);

    public static IInternalActorRef? Resolve(ExtendedActorSystem system, string text) =>
        text.Length == 0 ? null : (IInternalActorRef)system.Provider.ResolveActorRef(text);
}
