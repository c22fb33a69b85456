using Akka.Actor;
using Akka.Cluster.Tools.Internal;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Configuration;

namespace Akka.Cluster.Tools.Client;

/// <summary>Opens a node to clients outside: starts its receptionist, with which actors register that clients may send to.</summary>
public sealed class ClusterClientReceptionist : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly Cluster _cluster;
    private readonly string? _role;

    public ClusterClientReceptionist(ExtendedActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        _system = system;
        ToolsSerializers.Register(system);
        var settings = ClusterReceptionistSettings.Create(system);
        _role = settings.Role;
        _cluster = Cluster.Get(system);
        var section = system.Settings.Config.GetConfig(ClusterReceptionistSettings.Section);
        var dispatcher = section.GetString("use-dispatcher") is { Length: > 0 } given ? given : "akka.actor.internal-dispatcher";
        Underlying = IsTerminated
            ? system.DeadLetters
            : system.SystemActorOf(
                ClusterReceptionist.Props(Mediator, settings).WithDispatcher(dispatcher).WithDeploy(Deploy.Local), section.GetString("name"));
    }

    /// <summary>The receptionist; the dead letters when this node is to have none.</summary>
    public IActorRef Underlying { get; }

    /// <summary>True when this node has left the cluster or lacks the role.</summary>
    public bool IsTerminated => _cluster.IsTerminated || (_role is not null && !_cluster.SelfRoles.Contains(_role));

    private IActorRef Mediator => DistributedPubSub.Get(_system).Mediator;

    public static ClusterClientReceptionist Get(ActorSystem system) =>
        system.WithExtension<ClusterClientReceptionist, ClusterClientReceptionistExtensionProvider>();

    public static Config DefaultConfig() => DistributedPubSub.DefaultConfig();

    /// <summary>Clients may send to the actor by its path, as <c>/user/service</c>.</summary>
    public void RegisterService(IActorRef actorRef) => Mediator.Tell(new Put(actorRef), ActorRefs.NoSender);

    /// <summary>Takes it back. A service that stops need not be unregistered.</summary>
    public void UnregisterService(IActorRef actorRef)
    {
        ArgumentNullException.ThrowIfNull(actorRef);
        Mediator.Tell(new Remove(actorRef.Path.ToStringWithoutAddress()), ActorRefs.NoSender);
    }

    /// <summary>What clients publish to the topic goes to the actor.</summary>
    public void RegisterSubscriber(string topic, IActorRef actorRef) => Mediator.Tell(new Subscribe(topic, actorRef), ActorRefs.NoSender);

    public void UnregisterSubscriber(string topic, IActorRef actorRef) => Mediator.Tell(new Unsubscribe(topic, actorRef), ActorRefs.NoSender);
}

/// <summary>The id of <see cref="ClusterClientReceptionist"/>; named in <c>akka.extensions</c> it starts with the system.</summary>
public sealed class ClusterClientReceptionistExtensionProvider : ExtensionIdProvider<ClusterClientReceptionist>
{
    public override ClusterClientReceptionist CreateExtension(ExtendedActorSystem system) => new(system);
}
