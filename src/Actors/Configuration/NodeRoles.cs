using Actors.Cluster;
using Actors.Storage;
using Akka.Actor;

namespace Actors.Configuration;

/// <summary>The actors and listeners that a node's roles ask for.</summary>
internal sealed class NodeRoles : IAsyncDisposable
{
    private NodeRoles(IObjectStore store, IActorRef jobs)
    {
        Store = store;
        Jobs = jobs;
    }

    public IObjectStore Store { get; }

    /// <summary>Takes the client's messages of jobs.proto and finds the active broker for them.</summary>
    public IActorRef Jobs { get; }

    /// <summary>Starts what can run before the node is a member; stores are recovered when it returns.</summary>
    public static NodeRoles Start(ActorSystem system, NodePlan plan, NodeIdentity identity, NodeHostOptions options)
    {
        if (plan.IsStorage) StorageService.Start(system, identity);
        return new NodeRoles(ObjectStore.Start(system), ActorRefs.Nobody);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
