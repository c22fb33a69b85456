using Actors.Cluster;
using Actors.Futures.Internal;
using Actors.Futures.Library;
using Actors.Futures.Shelves;
using Actors.Futures.Workers;
using Actors.Services;
using Actors.Services.Deployment;
using Actors.Services.Deployment.Packages;
using Actors.Services.Hosts;
using Actors.Services.Internal;
using Actors.Storage;
using Akka.Actor;

namespace Actors.Futures;

/// <summary>Starts what a node with the role <c>worker</c> does about futures: it serves the computing of them together with the others, and its own shelf.</summary>
internal static class FuturesService
{
    // Reading from a shelf takes no processor; a slot is kept while a large value travels.
    private const int ShelfSlots = 64;

    private static readonly string[] ShelfMethods = [FutureCalls.Get, FutureCalls.Put, FutureCalls.Hold, FutureCalls.Show, FutureCalls.Clear];

    /// <param name="system">The node.</param>
    /// <param name="identity">Its folder.</param>
    /// <param name="store">Has the packages of functions that are deployed.</param>
    /// <param name="router">Its <c>/user/services</c>.</param>
    /// <param name="clock">Names the worker; each start is another one, as its shelf is empty.</param>
    /// <exception cref="ActorsException">A setting is wrong, or an assembly cannot be loaded.</exception>
    public static void Start(ActorSystem system, NodeIdentity identity, IObjectStore store, IActorRef router, NodeClock clock)
    {
        var (ids, time) = clock;
        var settings = FuturesSettings.From(system.Settings.Config);
        var services = ServicesSettings.From(system.Settings.Config);
        var route = ServiceRoute.Local(system, router);
        var worker = CallId.New(ids).ToString();
        var slots = settings.Slots > 0 ? settings.Slots : Environment.ProcessorCount;
        var shelf = new Shelf(settings.Shelf);
        system.ActorOf(ShelfTicker.Props(shelf, time), ShelfTicker.ActorName);
        var peers = new FutureCalls(new ServicesClient(system, route, worker, ids, time), worker, settings);
        var threads = new CallThreads(services.MaxThreads, TimeSpan.FromSeconds(10));
        ServiceHostPlan PlanOf(string host, string service, bool atLeastOnce, string[] methods, ICallee callee, int places) => new()
        {
            Host = host,
            Service = service,
            Shape = new ServiceShape { Methods = { methods.Select(name => new MethodShape { Name = name, AtLeastOnce = atLeastOnce }) } },
            Callee = callee,
            Terms = services.Host with { Slots = places },
            Threads = threads,
            Time = time,
            MaxReplyBytes = services.Sizes.ResultBytes,
            Link = ServicesSettings.LinkOf(system.Settings.Config),
        };
        var packages = new PackageCache(store, Path.Combine(identity.Folder, "functions"), DeploymentSettings.From(system.Settings.Config).Packages);
        var deployed = new DeployedFunctions(store, packages, settings.Deployed, time);
        system.ActorOf(DeployedFunctionsWatch.Props(deployed, settings.Deployed.CheckEvery), DeployedFunctionsWatch.ActorName);
        var compute = new ComputeCallee(worker, new WorkerFunctions(new SharedFunctions(settings.Assemblies), deployed), shelf, peers, settings, time);
        var plan = PlanOf(worker, FutureCalls.ComputeService, atLeastOnce: true, [FutureCalls.Compute], compute, slots);
        var computing = system.ActorOf(ServiceHost.Props(plan, route), "futures");
        // A value that is not where it should be is made again: nothing of a shelf is worth asking twice for.
        system.ActorOf(ServiceHost.Props(PlanOf(CallId.New(ids).ToString(), FutureCalls.ShelfOf(worker), atLeastOnce: false, ShelfMethods, new ShelfCallee(shelf, slots, time), ShelfSlots), route), "shelf");
        LeaveOnShutdown(system, computing, plan.Ended.Task, services.LeaveTimeout, time);
    }

    private static void LeaveOnShutdown(ActorSystem system, IActorRef computing, Task ended, TimeSpan patience, TimeProvider time) =>
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "leave-futures", async () =>
        {
            computing.Tell(ServiceHost.Leave.Instance);
            // What runs longer is lost with the node, and computed elsewhere.
            await Task.WhenAny(ended, Task.Delay(patience, time)).ConfigureAwait(false);
            return Akka.Done.Instance;
        });
}
