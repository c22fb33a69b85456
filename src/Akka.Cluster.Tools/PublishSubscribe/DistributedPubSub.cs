using Akka.Actor;
using Akka.Cluster.Tools.Internal;
using Akka.Configuration;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>
/// Publish and subscribe by topic, and sending by path, across the cluster. Each node has a mediator, which knows by gossip what is registered
/// where; eventually consistent, so a message that is sent at once may miss a new subscriber on another node.
/// </summary>
public sealed class DistributedPubSub : IExtension
{
    private readonly Cluster _cluster;
    private readonly string? _role;

    public DistributedPubSub(ExtendedActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        ToolsSerializers.Register(system);
        var settings = DistributedPubSubSettings.Create(system);
        _role = settings.Role;
        _cluster = Cluster.Get(system);
        var section = system.Settings.Config.GetConfig(DistributedPubSubSettings.Section);
        var dispatcher = section.GetString("use-dispatcher") is { Length: > 0 } given ? given : "akka.actor.internal-dispatcher";
        Mediator = IsTerminated
            ? system.DeadLetters
            : system.SystemActorOf(DistributedPubSubMediator.Props(settings).WithDispatcher(dispatcher).WithDeploy(Deploy.Local), section.GetString("name"));
    }

    /// <summary>The mediator of this node; the dead letters when this node is to have none.</summary>
    public IActorRef Mediator { get; }

    /// <summary>True when this node has left the cluster or lacks the role.</summary>
    public bool IsTerminated => _cluster.IsTerminated || (_role is not null && !_cluster.SelfRoles.Contains(_role));

    public static DistributedPubSub Get(ActorSystem system) => system.WithExtension<DistributedPubSub, DistributedPubSubExtensionProvider>();

    public static Config DefaultConfig() => ConfigurationFactory.FromResource<DistributedPubSub>("Akka.Cluster.Tools.reference.conf");
}

/// <summary>The id of <see cref="DistributedPubSub"/>.</summary>
public sealed class DistributedPubSubExtensionProvider : ExtensionIdProvider<DistributedPubSub>
{
    public override DistributedPubSub CreateExtension(ExtendedActorSystem system) => new(system);
}
