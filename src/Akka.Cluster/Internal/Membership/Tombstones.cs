namespace Akka.Cluster.Internal;

/// <summary>
/// Forgets tombstones when no gossip with the dead member can be under way any more. Only the leader of a converged cluster does: its version
/// then replaces all others. A merge may bring one back for a while, which does no harm.
/// </summary>
internal static class Tombstones
{
    public static void Note(MembershipTurn turn)
    {
        var node = turn.Node;
        var known = node.Gossip.Tombstones;
        if (node.BuriedAt.Count == known.Count && known.All(node.BuriedAt.ContainsKey))
            return;
        turn.Node = node with
        {
            BuriedAt = node.BuriedAt
                .RemoveRange(node.BuriedAt.Keys.Where(n => !known.Contains(n)))
                .AddRange(known.Where(n => !node.BuriedAt.ContainsKey(n)).Select(n => KeyValuePair.Create(n, turn.Now)))
        };
    }

    /// <summary>The gossip without tombstones that are old or too many; the same instance when there are none.</summary>
    public static Gossip Prune(MembershipTurn turn)
    {
        var (gossip, settings) = (turn.Gossip, turn.Node.Settings);
        var surplus = gossip.Tombstones.Count - settings.MaxTombstones;
        var forgotten = turn.Node.BuriedAt
            .OrderBy(b => b.Value).ThenBy(b => b.Key)
            .Where((b, i) => i < surplus || turn.Now - b.Value >= settings.TombstoneRetention)
            .Select(b => b.Key)
            .Where(gossip.Tombstones.Contains)
            .ToArray();
        return forgotten.Length == 0 ? gossip : gossip with { Tombstones = gossip.Tombstones.Except(forgotten) };
    }
}
