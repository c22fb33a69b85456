using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Cluster.Internal;
using Akka.Remote;

namespace Akka.Cluster;

/// <summary>
/// The cluster as one of its nodes sees it: joins and leaves, tells the state, sends events to subscribers. Thread-safe. Needs
/// <c>akka.actor.provider = cluster</c>; the extension starts with the actor system and joins the seed nodes of its settings.
/// </summary>
public class Cluster : IExtension
{
    private readonly ClusterRuntime _runtime;

    /// <exception cref="Configuration.ConfigurationException">The system has another provider, or a setting has a wrong value.</exception>
    public Cluster(ActorSystemImpl system)
    {
        ArgumentNullException.ThrowIfNull(system);
        System = system;
        _ = ClusterActorRefProvider.Of(system);
        Settings = new ClusterSettings(system.Settings.Config, system.Name);
        _runtime = new ClusterRuntime(this, system);
        FailureDetector = _runtime.FailureDetector;
        DowningProvider = (IDowningProvider)Activator.CreateInstance(Settings.DowningProviderType, system, this)!;
        _runtime.Start();
    }

    public ExtendedActorSystem System { get; }

    public ClusterSettings Settings { get; }

    public IDowningProvider DowningProvider { get; }

    /// <summary>Watches the nodes that this one sends heartbeats to.</summary>
    public DefaultFailureDetectorRegistry<Address> FailureDetector { get; }

    public Address SelfAddress => SelfUniqueAddress.Address;

    public UniqueAddress SelfUniqueAddress => _runtime.Self;

    public ImmutableHashSet<string> SelfRoles => Settings.Roles;

    /// <summary>This node as a member; in status Removed before it has joined and after it has left.</summary>
    public Member SelfMember => _runtime.View.SelfMember ?? _runtime.Outside;

    public ClusterEvent.CurrentClusterState State => _runtime.State;

    public bool IsUp => SelfMember.Status == MemberStatus.Up;

    /// <summary>True once this node takes no part any more, having left or been removed.</summary>
    public bool IsTerminated => _runtime.IsTerminated;

    internal ClusterRuntime Runtime => _runtime;

    public static Cluster Get(ActorSystem system) => system.WithExtension<Cluster, ClusterExtension>();

    /// <summary>The path by which other nodes reach the actor.</summary>
    public ActorPath RemotePathOf(IActorRef actorRef)
    {
        ArgumentNullException.ThrowIfNull(actorRef);
        var path = actorRef.Path;
        return path.Address.HasGlobalScope ? path : (new RootActorPath(SelfAddress) / path.Elements).WithUid(path.Uid);
    }

    /// <summary>
    /// Asks a member for admission, once: until it answers the request is repeated. This node's own address founds a cluster.
    /// </summary>
    public void Join(Address address) => _runtime.Tell(new MembershipInput.JoinTo(FillLocal(address)));

    /// <returns>Completes when this node is Up.</returns>
    /// <exception cref="ClusterJoinFailedException">In the task: the node was removed, or gave up, before it was Up.</exception>
    public Task JoinAsync(Address address, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        return _runtime.JoinAsync(() => Join(address), $"It could not join {address}.", token);
    }

    /// <summary>Asks seed nodes for admission; the first of all seed nodes founds a cluster when no other is there.</summary>
    public void JoinSeedNodes(IEnumerable<Address> seedNodes)
    {
        ArgumentNullException.ThrowIfNull(seedNodes);
        _runtime.Tell(new MembershipInput.JoinSeedNodes([.. seedNodes.Select(FillLocal)]));
    }

    /// <inheritdoc cref="JoinAsync"/>
    public Task JoinSeedNodesAsync(IEnumerable<Address> seedNodes, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(seedNodes);
        var seeds = seedNodes.ToArray();
        return _runtime.JoinAsync(() => JoinSeedNodes(seeds), $"It could not join any of [{string.Join(", ", (object[])seeds)}].", token);
    }

    /// <summary>Makes a member leave gracefully: it finishes its work and is then removed.</summary>
    public void Leave(Address address)
    {
        var target = FillLocal(address);
        if (target == SelfAddress)
            _ = LeaveAsync();
        else
            _runtime.Tell(new MembershipInput.Leave(target));
    }

    /// <returns>Completes when this node has been removed from the cluster.</returns>
    public Task LeaveAsync() => LeaveAsync(CancellationToken.None);

    /// <inheritdoc cref="LeaveAsync()"/>
    /// <param name="cancellationToken">Ends the wait, not the leaving.</param>
    public Task LeaveAsync(CancellationToken cancellationToken) => _runtime.LeaveAsync(cancellationToken);

    /// <summary>Declares a member lost for good. It stops if it is alive, and is removed.</summary>
    public void Down(Address address) => _runtime.Tell(new MembershipInput.Down(FillLocal(address)));

    /// <summary>Runs the callback once this node is Up, at once if it is.</summary>
    public void RegisterOnMemberUp(Action callback) => _runtime.OnUp(callback);

    /// <summary>Runs the callback once this node has been removed or its cluster part has stopped, at once if it has.</summary>
    public void RegisterOnMemberRemoved(Action callback) => _runtime.OnRemoved(callback);

    /// <summary>Subscribes to kinds of <see cref="ClusterEvent.IClusterDomainEvent"/>; the first message is a <see cref="ClusterEvent.CurrentClusterState"/>.</summary>
    public void Subscribe(IActorRef subscriber, params Type[] to) => Subscribe(subscriber, ClusterEvent.InitialStateAsSnapshot, to);

    /// <summary>Subscribes to kinds of <see cref="ClusterEvent.IClusterDomainEvent"/>, base types include derived ones.</summary>
    /// <exception cref="ArgumentException">A type is none of these.</exception>
    public void Subscribe(IActorRef subscriber, ClusterEvent.SubscriptionInitialStateMode initialStateMode, params Type[] to)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(to);
        foreach (var type in to)
            if (!typeof(ClusterEvent.IClusterDomainEvent).IsAssignableFrom(type))
                throw new ArgumentException($"Expected kinds of {nameof(ClusterEvent.IClusterDomainEvent)}, found {type}.", nameof(to));
        _runtime.Tell(new PublisherCommand.Subscribe(subscriber, initialStateMode, [.. to]));
    }

    /// <summary>Ends all subscriptions of the subscriber. One that stops need not be unsubscribed.</summary>
    public void Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        _runtime.Tell(new PublisherCommand.Unsubscribe(subscriber, null));
    }

    public void Unsubscribe(IActorRef subscriber, Type to)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(to);
        _runtime.Tell(new PublisherCommand.Unsubscribe(subscriber, to));
    }

    /// <summary>Sends one <see cref="ClusterEvent.CurrentClusterState"/>.</summary>
    public void SendCurrentClusterState(IActorRef receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        _runtime.Tell(new PublisherCommand.SendState(receiver));
    }

    private Address FillLocal(Address address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.HasLocalScope && address.System == SelfAddress.System ? SelfAddress : address;
    }
}
