namespace Actors.Cluster.Internal;

/// <summary>
/// Finds the dead incarnations of nodes that have been started again. A node id lives in a folder that one process at a time can hold, so whoever joins with
/// the same id proves that the process before it has ended, on whatever address it was.
/// </summary>
internal static class NodeRestarts
{
    /// <summary>The addresses of incarnations that cannot be reached and have a later one that can. The first is asked of them too: a copied folder must not end a living node.</summary>
    public static IEnumerable<string> DeadIncarnations(IEnumerable<RingMemberFacts> members) =>
        from incarnations in members.Where(member => member.NodeId is not null).GroupBy(member => member.NodeId)
        let latest = incarnations.Where(member => member.Reachable).Select(member => member.Age).DefaultIfEmpty(-1).Max()
        from incarnation in incarnations
        where !incarnation.Reachable && incarnation.Age < latest
        select incarnation.Address;
}
