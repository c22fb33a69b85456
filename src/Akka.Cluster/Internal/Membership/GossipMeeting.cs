namespace Akka.Cluster.Internal;

/// <summary>What comes out when two versions meet at a node.</summary>
internal static class GossipMeeting
{
    /// <returns>The version to go on with, and how the local one was related to the remote one.</returns>
    public static (Gossip Winner, VectorClock.Ordering Relation) Resolve(Gossip local, Gossip remote, UniqueAddress self) =>
        local.Version.CompareTo(remote.Version) switch
        {
            VectorClock.Ordering.Same => (local.MergeSeen(remote), VectorClock.Ordering.Same),
            VectorClock.Ordering.Before => (remote, VectorClock.Ordering.Before),
            VectorClock.Ordering.After => (local, VectorClock.Ordering.After),
            _ when local.Tombstones.SetEquals(remote.Tombstones) => (local.Merge(remote), VectorClock.Ordering.Concurrent),
            _ => ResolveAcrossRemoval(local, remote, self)
        };

    // One side has removed a member and with it that member's counts, which the other side still has, so the clocks look concurrent. If one side
    // has all that the other has, it wins. If not, the merge is made a version of its own: without the removed counts the merged clock could equal
    // that of one side, which lacks a change by the removed member.
    private static (Gossip, VectorClock.Ordering) ResolveAcrossRemoval(Gossip local, Gossip remote, UniqueAddress self)
    {
        var merged = local.Merge(remote);
        if (merged.HasContentOf(remote))
            return (remote, VectorClock.Ordering.Before);
        return merged.HasContentOf(local)
            ? (local, VectorClock.Ordering.After)
            : (merged.ChangedBy(self), VectorClock.Ordering.Concurrent);
    }
}
