using Actors.Cluster;
using Actors.Cluster.Internal;
using Actors.Dataflow.Nodes;
using Actors.Futures;
using Actors.Gateways.ComputeCloud;
using Actors.Jobs;
using Actors.Services;
using Actors.Services.Deployment;
using Actors.Storage;
using Akka.Actor;

namespace Actors.Configuration;

/// <summary>The actors and listeners that a node's roles ask for. Storage comes before jobs, which keep their inputs and outputs there.</summary>
internal sealed class NodeRoles : IAsyncDisposable
{
    private readonly ComputeCloudGateway? _gateway;

    private NodeRoles(IObjectStore store, IActorRef jobs, IActorRef services, ComputeCloudGateway? gateway)
    {
        Store = store;
        Jobs = jobs;
        Services = services;
        _gateway = gateway;
    }

    public IObjectStore Store { get; }

    /// <summary>Takes the client's messages of jobs.proto and finds the active broker for them.</summary>
    public IActorRef Jobs { get; }

    /// <summary>Passes messages of services.proto on to the brokers that they are for.</summary>
    public IActorRef Services { get; }

    /// <summary>Starts all of them; stores are recovered and ports are bound when it returns.</summary>
    /// <exception cref="ActorsException">A port is taken, a store cannot be opened, or a setting is wrong.</exception>
    public static NodeRoles Start(ActorSystem system, NodePlan plan, NodeIdentity identity, NodeHostOptions options)
    {
        system.ActorOf(RestartWatch.Props(), RestartWatch.ActorName);
        if (plan.IsStorage) StorageService.Start(system, identity);
        var store = ObjectStore.Start(system);
        var jobs = JobsService.StartProxy(system);
        // The broker first: a router that learns of it before it is there would hold a reference to nobody.
        if (plan.IsBroker) CallsService.StartBroker(system);
        var services = CallsService.StartRouter(system);
        if (plan.IsBroker)
        {
            JobsService.StartBroker(system, identity, store);
            DeploymentService.StartBroker(system, store, options.Ids);
        }

        if (plan.IsWorker)
        {
            JobsService.StartWorker(system, identity, store, options.WithoutSandbox);
            FuturesService.Start(system, identity, store, services, new NodeClock(options.Ids, options.Time));
            DeploymentService.StartAgent(system, identity, store, services, new NodeClock(options.Ids, options.Time));
        }

        FlowNode.Start(system, FlowNodeOptions.From(system.Settings.Config) with { Ids = options.Ids, Time = options.Time });
        var gateway = plan.IsGateway ? ComputeCloudGateway.Start(system, identity, store, jobs, options.Ids, options.Time) : null;
        return new NodeRoles(store, jobs, services, gateway);
    }

    public ValueTask DisposeAsync() => _gateway?.DisposeAsync() ?? ValueTask.CompletedTask;
}
