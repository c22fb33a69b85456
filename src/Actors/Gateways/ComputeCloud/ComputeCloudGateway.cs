using Actors.Cluster;
using Actors.Jobs.Table;
using Actors.Jobs.Workers;
using Actors.Storage;
using Akka.Actor;
using Akka.Event;

namespace Actors.Gateways.ComputeCloud;

/// <summary>The text-protocol gateway of one node: its listener, its table of hashes, its foreign worker.</summary>
internal sealed class ComputeCloudGateway : IAsyncDisposable
{
    private readonly ComputeCloudListener _listener;

    private ComputeCloudGateway(ComputeCloudListener listener) => _listener = listener;

    /// <summary>Where it listens, the real port included.</summary>
    public System.Net.IPEndPoint EndPoint => _listener.EndPoint;

    /// <exception cref="ActorsException">The port is taken, or a setting is wrong.</exception>
    public static ComputeCloudGateway Start(ActorSystem system, NodeIdentity identity, IObjectStore store, IActorRef jobs, IdSource ids, TimeProvider time)
    {
        var settings = ComputeCloudSettings.From(system.Settings.Config);
        // A worker of its own beside the node's, if it has one: other name, other credit, python alone.
        var who = new WorkerIdentity("foreign-" + identity.NodeId, time.GetUtcNow().ToUnixTimeMilliseconds(), [JobSpecFacts.RuntimeLabel("python")]);
        var worker = system.ActorOf(Props.Create(() => new ForeignWorker(who, settings, ids)), "foreign-worker");
        IReadOnlyList<ClassicServer> servers = [];
        var backend = new ClassicBackend(store, new ClusterJobs(jobs, worker), new ClassicDirectory(settings.MaxObjects), () => Volatile.Read(ref servers), ids);
        var log = Logging.GetLogger(system, typeof(ComputeCloudGateway));
        var listener = ComputeCloudListener.Start(settings, backend, time, text => log.Warning("{0}", text));
        var own = new ClassicServer(settings.Host, listener.EndPoint.Port);
        Action<IReadOnlyList<ClassicServer>> publish = all => Volatile.Write(ref servers, all);
        system.ActorOf(Props.Create(() => new GatewayTable(own, publish)), GatewayTable.ActorName);
        log.Info("The text protocol is served at {0}", listener.EndPoint);
        return new ComputeCloudGateway(listener);
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
