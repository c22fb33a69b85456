using Akka.Actor;

namespace Actors.Cluster.Internal;

/// <summary>What an operator has labelled a node with: its roles beyond those that say what it does.</summary>
internal static class NodeLabels
{
    private static readonly string[] RolesThatAreNoLabels = ["broker", "worker", "storage", "gateway"];

    public static IEnumerable<string> Of(ActorSystem system) =>
        Akka.Cluster.Cluster.Get(system).SelfRoles.Where(role => !RolesThatAreNoLabels.Contains(role) && !RingMemberFacts.IsReserved(role));
}
