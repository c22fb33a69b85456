using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Cluster.Internal;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;
using Akka.Remote.Internal.FailureDetectors;

namespace Akka.Cluster;

/// <summary>The remote provider in a cluster: starts <see cref="Cluster"/> with the system, whose membership replaces the remote death watch's own heartbeats.</summary>
internal sealed class ClusterActorRefProvider : RemoteActorRefProvider
{
    public ClusterActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : base(systemName, settings, eventStream)
    {
        settings.InjectTopLevelFallback(ConfigurationFactory.FromResource<Cluster>("Akka.Cluster.reference.conf"));
    }

    /// <exception cref="ConfigurationException">The system has another provider.</exception>
    public static ClusterActorRefProvider Of(ExtendedActorSystem system) => system.Provider as ClusterActorRefProvider
        ?? throw new ConfigurationException($"Actor system [{system.Name}] is no cluster node: akka.actor.provider must be cluster.");

    protected override IActorRef CreateRemoteWatcher(ActorSystemImpl system)
    {
        var cluster = Cluster.Get(system);
        var detector = new DefaultFailureDetectorRegistry<Address>(() => FailureDetectorLoader.Load(
            RemoteSettings.WatchFailureDetectorImplementationClass, RemoteSettings.WatchFailureDetectorConfig, system));
        var props = Props.Create(() => new ClusterRemoteWatcher(cluster, detector, RemoteSettings)).WithDeploy(Deploy.Local);
        return system.SystemActorOf(RemoteSettings.ConfigureDispatcher(props), "remote-watcher");
    }
}
