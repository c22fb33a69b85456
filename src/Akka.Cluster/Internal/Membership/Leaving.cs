using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Internal;

/// <summary>The ways out: leaving gracefully by Leaving and Exiting, or being declared down.</summary>
internal static class Leaving
{
    // The news of Exiting or Down goes to at most this many before the node stops.
    private const int FarewellTargets = 5;

    // A node that is down waits for the others to see it, but no longer than this many gossip intervals.
    private const int FarewellIntervals = 4;

    public static void Leave(MembershipTurn turn, Address address)
    {
        if (turn.View.MemberAt(address) is not { Status: MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up } member)
            return;
        turn.Info($"{member.UniqueAddress} is leaving.");
        turn.Change(turn.Gossip.Put(member.Copy(MemberStatus.Leaving)));
    }

    public static void Down(MembershipTurn turn, Address address, UniqueAddress? incarnation)
    {
        // A decision about a node that has been restarted meanwhile must not hit its successor.
        if (turn.View.MemberAt(address) is not { } member || incarnation is not null && member.UniqueAddress != incarnation)
        {
            turn.Info($"Cannot mark {(object?)incarnation ?? address} as down: it is no member.");
            return;
        }
        if (member.Status == MemberStatus.Down)
            return;
        turn.Log(LogLevel.WarningLevel, $"Marking {member.UniqueAddress}, {member.Status}, as down.");
        turn.Change(turn.Gossip.Put(member.Copy(MemberStatus.Down)));
        // It may be alive and only cut off from others: tell it directly, so that it stops.
        if (member.UniqueAddress != turn.Self)
            turn.SendGossip(member.UniqueAddress);
    }

    public static void ExitingCompleted(MembershipTurn turn)
    {
        if (!turn.Node.IsMember || turn.View.SelfMember is not { } self)
            return;
        // Any of the first could be the leader that must act on it.
        foreach (var target in turn.View.GossipTargets.Take(FarewellTargets))
        {
            turn.SendGossip(target);
            turn.Send(target.Address, new ClusterProtocol.ExitingConfirmed(turn.Self));
        }
        Stop(turn, self.Status);
    }

    public static void Confirmed(MembershipTurn turn, UniqueAddress node)
    {
        if (!turn.Node.IsMember || turn.Gossip.Member(node) is null)
            return;
        turn.Info($"{node} has confirmed that it is exiting.");
        turn.Node = turn.Node with { ExitingConfirmed = turn.Node.ExitingConfirmed.Add(node) };
    }

    /// <summary>The others removed this node while it did not hear them.</summary>
    public static void Removed(MembershipTurn turn)
    {
        turn.Log(LogLevel.WarningLevel, "This node was removed from the cluster by the others.");
        Stop(turn, MemberStatus.Down);
    }

    /// <summary>Notices what others decided about this node.</summary>
    public static void NoticeOwnStatus(MembershipTurn turn, MemberStatus? before)
    {
        var status = turn.View.SelfMember?.Status;
        if (status == before)
            return;
        if (status == MemberStatus.Exiting)
        {
            turn.Emit(new MembershipEffect.SelfExiting());
        }
        else if (status == MemberStatus.Down)
        {
            turn.Log(LogLevel.WarningLevel, "This node was marked as down and stops.");
            turn.Node = turn.Node with { StopsAt = turn.Now + turn.Node.Settings.GossipInterval * FarewellIntervals };
            foreach (var target in GossipTargets.Sample([.. turn.View.GossipTargets], FarewellTargets, turn.Random))
                turn.SendGossip(target);
        }
    }

    /// <summary>Stops a node that is down as soon as all it can reach know, or when it has waited long enough.</summary>
    public static void StopWhenDown(MembershipTurn turn)
    {
        if (turn.Node.StopsAt is { } at && (turn.Now >= at || turn.View.GossipTargets.All(turn.Gossip.SeenBy)))
            Stop(turn, MemberStatus.Down);
    }

    private static void Stop(MembershipTurn turn, MemberStatus lastStatus)
    {
        turn.Node = turn.Node with { Phase = new JoinPhase.Gone() };
        turn.Emit(new MembershipEffect.SelfRemoved(lastStatus));
    }
}
