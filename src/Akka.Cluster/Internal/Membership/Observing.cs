using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Internal;

/// <summary>Turns the failure detector's verdicts into this node's row of the reachability table.</summary>
internal static class Observing
{
    // A reaper this late means that this node itself stood still, so that heartbeats wait unread in its queues.
    private const int LateIntervals = 3;

    public static void Reap(MembershipTurn turn, ImmutableHashSet<Address> unavailable)
    {
        var node = turn.Node;
        var stoodStill = node.LastReapAt is { } last && turn.Now - last > node.Settings.UnreachableReaperInterval * LateIntervals;
        turn.Node = node with { LastReapAt = turn.Now };
        if (!node.IsMember || stoodStill)
            return;
        var before = turn.Gossip.Reachability;
        var after = before;
        foreach (var member in turn.Gossip.Members)
            after = Judge(turn, after, member.UniqueAddress, unavailable.Contains(member.Address));
        if (!ReferenceEquals(before, after))
            turn.Change(turn.Gossip with { Reachability = after });
    }

    private static Reachability Judge(MembershipTurn turn, Reachability table, UniqueAddress subject, bool isUnavailable)
    {
        if (subject == turn.Self)
            return table;
        switch (table.Status(turn.Self, subject))
        {
            case ReachabilityStatus.Reachable when isUnavailable:
                turn.Log(LogLevel.WarningLevel, $"{subject} is unreachable.");
                return table.Unreachable(turn.Self, subject);
            case ReachabilityStatus.Unreachable when !isUnavailable:
                turn.Info($"{subject} is reachable again.");
                return table.Reachable(turn.Self, subject);
            default:
                return table;
        }
    }
}
