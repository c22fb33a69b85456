using Akka.Actor;

namespace Actors.Client;

/// <summary>Where an actor system keeps its front, for <see cref="ComputeCloud.From"/>.</summary>
internal sealed class FrontExtension : IExtension
{
    public IActorRef? Front { get; set; }

    /// <summary>The node's router for calls of services.</summary>
    public IActorRef? Services { get; set; }

    public static FrontExtension Of(ActorSystem system) => system.WithExtension<FrontExtension, FrontExtensionProvider>();

    public static IActorRef? Find(ActorSystem system) => Of(system).Front;

    private sealed class FrontExtensionProvider : ExtensionIdProvider<FrontExtension>
    {
        public override FrontExtension CreateExtension(ExtendedActorSystem system) => new();
    }
}
