using Actors.Cluster;
using Actors.Services.Deployment.Agents;
using Actors.Services.Deployment.Control;
using Actors.Services.Deployment.Packages;
using Actors.Services.Internal;
using Actors.Storage;
using Akka.Actor;

namespace Actors.Services.Deployment;

/// <summary>Starts what a node does about deployed services.</summary>
internal static class DeploymentService
{
    /// <summary>On nodes with the role <c>broker</c>: <c>/user/deployment-broker</c>.</summary>
    /// <exception cref="ActorsException">A setting is wrong.</exception>
    public static IActorRef StartBroker(ActorSystem system, IObjectStore store, IdSource ids) =>
        system.ActorOf(DeploymentBroker.Props(DeploymentSettings.From(system.Settings.Config), store, ids), DeploymentBroker.ActorName);

    /// <summary>On nodes with the role <c>worker</c>: <c>/user/deployments</c>. When the system shuts down in good order, instances end before the node leaves.</summary>
    /// <exception cref="ActorsException">A setting is wrong.</exception>
    public static IActorRef StartAgent(ActorSystem system, NodeIdentity identity, IObjectStore store, IActorRef router, NodeClock clock)
    {
        var settings = DeploymentSettings.From(system.Settings.Config);
        var services = new ServicesClient(system, ServiceRoute.Local(system, router), $"node-{identity.NodeId[^8..]}", clock.Ids, clock.Time);
        var packages = new PackageCache(store, Path.Combine(identity.Folder, "packages"), settings.Packages);
        var program = ServeProgram.Of(system.Settings.Config, Akka.Cluster.Cluster.Get(system).SelfAddress, packages.Folder);
        var patience = ServicesSettings.From(system.Settings.Config).LeaveTimeout + TimeSpan.FromSeconds(2);
        var tools = new InstanceTools(packages, services, program, clock.Time)
        {
            StartTimeout = settings.StartTimeout,
            LeaveTimeout = patience,
            Stuck = new StuckStarts(settings.MaxStuckStarts),
            NodeNames = [.. ServiceRoute.Local(system, router).Labels],
        };
        var agent = system.ActorOf(DeploymentAgent.Props(settings, tools), DeploymentAgent.ActorName);
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "drain-deployments", async () =>
        {
            try
            {
                await agent.Ask<DeploymentAgent.Drained>(DeploymentAgent.Drain.Instance, patience + TimeSpan.FromSeconds(1)).ConfigureAwait(false);
            }
            catch (AskTimeoutException)
            {
                // What still runs is lost with the node; brokers give its calls to others, or tell their clients.
            }

            return Akka.Done.Instance;
        });
        return agent;
    }
}
