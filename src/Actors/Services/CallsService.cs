using Actors.Services.Brokers;
using Akka;
using Akka.Actor;
using Akka.Cluster;

namespace Actors.Services;

/// <summary>Starts what a node does about calls of services; the actors find each other by cluster membership.</summary>
internal static class CallsService
{
    /// <summary>On every node: <c>/user/services</c>, which passes on what clients and hosts say.</summary>
    public static IActorRef StartRouter(ActorSystem system) => system.ActorOf(ServiceRouter.Props(), ServiceRouter.ActorName);

    /// <summary>On nodes with the role <c>broker</c>: <c>/user/call-broker</c>.</summary>
    /// <exception cref="ActorsException">A setting is wrong.</exception>
    public static IActorRef StartBroker(ActorSystem system)
    {
        var broker = system.ActorOf(CallBroker.Props(ServicesSettings.From(system.Settings.Config).Broker), CallBroker.ActorName);
        var shutdown = CoordinatedShutdown.Get(system);
        // By then the other nodes know that this one leaves, and its services have other homes.
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterExiting, "hand-over-kept-calls", async () =>
        {
            if (Akka.Cluster.Cluster.Get(system).SelfMember.Status is not (MemberStatus.Down or MemberStatus.Removed))
                await broker.Ask<Done>(CallBroker.HandOver.Instance, shutdown.Timeout(CoordinatedShutdown.PhaseClusterExiting)).ConfigureAwait(false);
            return Done.Instance;
        });
        return broker;
    }
}
