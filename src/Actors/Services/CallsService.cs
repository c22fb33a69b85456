using Actors.Services.Brokers;
using Akka.Actor;

namespace Actors.Services;

/// <summary>Starts what a node does about calls of services; the actors find each other by cluster membership.</summary>
internal static class CallsService
{
    /// <summary>On every node: <c>/user/services</c>, which passes on what clients and hosts say.</summary>
    public static IActorRef StartRouter(ActorSystem system) => system.ActorOf(ServiceRouter.Props(), ServiceRouter.ActorName);

    /// <summary>On nodes with the role <c>broker</c>: <c>/user/call-broker</c>.</summary>
    /// <exception cref="ActorsException">A setting is wrong.</exception>
    public static IActorRef StartBroker(ActorSystem system) =>
        system.ActorOf(CallBroker.Props(ServicesSettings.From(system.Settings.Config).Broker), CallBroker.ActorName);
}
