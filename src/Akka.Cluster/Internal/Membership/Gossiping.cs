using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>How versions of the gossip meet: received ones are merged, answered when that helps, and passed on at each tick.</summary>
internal static class Gossiping
{
    // While fewer than half have seen a version, a tick sends this many instead of one.
    private const int SpeedUp = 3;

    public static void Receive(MembershipTurn turn, ClusterProtocol.GossipEnvelope envelope)
    {
        var from = envelope.From;
        var remote = envelope.Gossip;
        if (envelope.To != turn.Self)
            return;
        if (turn.Gossip.Tombstones.Contains(from))
        {
            // It does not know yet that it was removed; it must learn it from someone.
            if (!remote.Tombstones.Contains(from))
                turn.SendGossip(from);
            return;
        }
        if (!turn.Gossip.HasMember(from) || !turn.Gossip.Reachability.IsReachable(turn.Self, from))
            return;
        if (remote.Tombstones.Contains(turn.Self))
        {
            Leaving.Removed(turn);
            return;
        }
        if (remote.HasMember(turn.Self))
            Meet(turn, from, remote);
    }

    public static void Receive(MembershipTurn turn, ClusterProtocol.GossipStatus status)
    {
        if (!turn.Node.IsMember || !turn.View.CanGossipTo(status.From))
            return;
        switch (turn.Gossip.Version.CompareTo(status.Version))
        {
            case VectorClock.Ordering.Before:
                turn.Send(status.From.Address, Status(turn));
                break;
            case VectorClock.Ordering.Same when SeenDigest.Of(turn.Gossip) == status.SeenDigest:
                break;
            default:
                turn.SendGossip(status.From);
                break;
        }
    }

    public static void Tick(MembershipTurn turn)
    {
        if (!turn.Node.IsMember)
            return;
        var targets = turn.View.GossipTargets.ToImmutableArray();
        var sends = turn.Gossip.Seen.Count * 2 < turn.Gossip.Members.Count ? SpeedUp : 1;
        foreach (var target in GossipTargets.Pick(targets, turn.Gossip, sends, turn.Node.Settings, turn.Random))
            Tell(turn, target);
    }

    /// <summary>Sends the gossip, or its version alone to whom is known to have it.</summary>
    public static void Tell(MembershipTurn turn, UniqueAddress target)
    {
        if (turn.Gossip.SeenBy(target))
            turn.Send(target.Address, Status(turn));
        else
            turn.SendGossip(target);
    }

    private static void Meet(MembershipTurn turn, UniqueAddress from, Gossip remote)
    {
        var (winner, relation) = GossipMeeting.Resolve(turn.Gossip, remote, turn.Self);
        var answer = relation is VectorClock.Ordering.After or VectorClock.Ordering.Concurrent || !remote.SeenBy(turn.Self);
        turn.Adopt(winner.AddSeen(turn.Self));
        // The answer carries that this node has seen it; for whoever made the version that completes the round.
        if (answer && turn.View.CanGossipTo(from))
            turn.SendGossip(from);
    }

    private static ClusterProtocol.GossipStatus Status(MembershipTurn turn) => new(turn.Self, turn.Gossip.Version, SeenDigest.Of(turn.Gossip));
}
