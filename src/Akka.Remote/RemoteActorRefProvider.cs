#nullable disable annotations
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Internal;
using Akka.Remote.Internal.FailureDetectors;

namespace Akka.Remote;

/// <summary>References of this process by the local provider, all others through the transport.</summary>
internal class RemoteActorRefProvider : IActorRefProvider
{
    private readonly LocalActorRefProvider _local;
    private RemoteTransport _transport;

    public RemoteActorRefProvider(string systemName, Settings settings, EventStream eventStream)
    {
        settings.InjectTopLevelFallback(ConfigurationFactory.FromResource<RemoteSettings>("Akka.Remote.reference.conf"));
        RemoteSettings = new RemoteSettings(settings.Config);
        _local = new LocalActorRefProvider(systemName, settings, eventStream);
    }

    public RemoteSettings RemoteSettings { get; }

    /// <summary>Valid once the system has started.</summary>
    public RemoteTransport Transport => _transport;

    /// <summary>Watches the actors of other nodes for those of this one.</summary>
    public IActorRef RemoteWatcher { get; private set; }

    public IInternalActorRef RootGuardian => _local.RootGuardian;

    public LocalActorRef Guardian => _local.Guardian;

    public LocalActorRef SystemGuardian => _local.SystemGuardian;

    public IActorRef DeadLetters => _local.DeadLetters;

    public IActorRef IgnoreRef => _local.IgnoreRef;

    public ActorPath RootPath => _local.RootPath;

    public Settings Settings => _local.Settings;

    public Deployer Deployer => _local.Deployer;

    public IInternalActorRef TempContainer => _local.TempContainer;

    public Task TerminationTask => _local.TerminationTask;

    public Address DefaultAddress => _transport?.DefaultAddress ?? _local.DefaultAddress;

    public virtual void Init(ActorSystemImpl system)
    {
        _local.Init(system, this);
        var transport = new RemoteTransport(system, this);
        transport.Start();
        _transport = transport;
        RemoteWatcher = CreateRemoteWatcher(system);
    }

    public ActorPath TempPath() => _local.TempPath();

    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) => _local.RegisterTempActor(actorRef, path);

    public void UnregisterTempActor(ActorPath path) => _local.UnregisterTempActor(path);

    public virtual IInternalActorRef ActorOf(ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService,
        Deploy deploy, bool lookupDeploy, bool async) => _local.ActorOf(system, props, supervisor, path, systemService, deploy, lookupDeploy, async);

    public IActorRef ResolveActorRef(string path) =>
        ActorPath.TryParse(path, out var parsed) && parsed.Address.HasGlobalScope ? ResolveActorRef(parsed) : _local.ResolveActorRef(path);

    public IActorRef ResolveActorRef(ActorPath actorPath) => IsRemote(actorPath.Address) ? RemoteRef(actorPath) : ResolveLocal(actorPath);

    /// <summary>An actor of this node by its path, under whichever of this node's addresses.</summary>
    public IInternalActorRef ResolveLocal(ActorPath path)
    {
        // One actor has one path in this process: refs compare by it.
        if (path.Address.HasGlobalScope) path = (RootPath / path.Elements).WithUid(path.Uid);
        return _local.ResolveLocal(RootGuardian, path);
    }

    public IActorRef RootGuardianAt(Address address) => IsRemote(address) ? RemoteRef(new RootActorPath(address)) : RootGuardian;

    public Address GetExternalAddressFor(Address address)
    {
        if (!IsRemote(address)) return _local.RootPath.Address;
        return address.Protocol == DefaultAddress.Protocol ? DefaultAddress : null;
    }

    /// <summary>Never again talk to that incarnation of the node; null for the one last talked to.</summary>
    public void Quarantine(Address address, int? uid, string reason) => _transport.AssociationWith(address).Quarantine(uid, reason);

    protected virtual IActorRef CreateRemoteWatcher(ActorSystemImpl system)
    {
        var registry = new DefaultFailureDetectorRegistry<Address>(() => FailureDetectorLoader.Load(
            RemoteSettings.WatchFailureDetectorImplementationClass, RemoteSettings.WatchFailureDetectorConfig, system));
        var props = Remote.RemoteWatcher.Props(registry, RemoteSettings.WatchHeartBeatInterval, RemoteSettings.WatchUnreachableReaperInterval,
            RemoteSettings.WatchHeartbeatExpectedResponseAfter);
        return system.SystemActorOf(RemoteSettings.ConfigureDispatcher(props), "remote-watcher");
    }

    private bool IsRemote(Address address) => address.HasGlobalScope && address != DefaultAddress;

    private RemoteActorRef RemoteRef(ActorPath path) => new(_transport, path, Nobody.Instance);
}
