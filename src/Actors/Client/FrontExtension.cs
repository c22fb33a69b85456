using Actors.Configuration;
using Actors.Jobs;
using Actors.Services;
using Actors.Storage;
using Akka.Actor;

namespace Actors.Client;

/// <summary>Where a member of the cluster keeps its front, and its router for calls of services, for <see cref="ComputeCloud.From(ActorSystem)"/>.</summary>
internal sealed class FrontExtension(ActorSystem system) : IExtension
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new(); // guards both below

    public IActorRef? Front { get; private set; }

    /// <summary>The router for calls of services.</summary>
    public IActorRef? Services { get; private set; }

    public static FrontExtension Of(ActorSystem system) => system.WithExtension<FrontExtension, FrontExtensionProvider>();

    /// <summary>On a node, which has all that a front acts on already.</summary>
    public IActorRef Start(IObjectStore store, IActorRef jobs, IActorRef services)
    {
        lock (_gate)
            return Begin(store, jobs, services);
    }

    /// <summary>On a member that is a program's own actor system.</summary>
    public void EnsureStarted()
    {
        lock (_gate)
        {
            if (Front is null)
                Begin(ObjectStore.Start(system), JobsService.StartProxy(system), CallsService.StartRouter(system));
        }
    }

    private IActorRef Begin(IObjectStore store, IActorRef jobs, IActorRef services)
    {
        var config = system.Settings.Config;
        var terms = new FrontTerms(ClientSettings.From(config).MaxTransfers, StorageSettings.From(config).Link with { StallTimeout = null }, Linger);
        var view = new ClusterSight(system);
        Services = services;
        return Front = system.ActorOf(Props.Create(() => new Front(store, jobs, view, terms)), "front");
    }

    private sealed class FrontExtensionProvider : ExtensionIdProvider<FrontExtension>
    {
        public override FrontExtension CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
