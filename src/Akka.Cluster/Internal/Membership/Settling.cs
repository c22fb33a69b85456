namespace Akka.Cluster.Internal;

/// <summary>
/// What follows at the end of every step, whatever its input was: the leader acts as soon as the state has converged, instead of at its next
/// tick, and changes are told at once, instead of at the next gossip tick. Three nodes are Up after a few round trips.
/// </summary>
internal static class Settling
{
    public static void Settle(MembershipTurn turn, MembershipNode before)
    {
        if (!turn.Node.IsMember)
            return;
        Admission.AdmitSuccessors(turn);
        Lead(turn);
        var hasConverged = NoteConvergence(turn);
        Tombstones.Note(turn);
        Forget(turn);
        Leaving.NoticeOwnStatus(turn, before.View.SelfMember?.Status);
        if (turn.MadeVersion)
            Spread(turn);
        else if (hasConverged && !before.HasConverged)
            TellLeader(turn);
        Leaving.StopWhenDown(turn);
    }

    // Each round makes a new version, which has converged at once only in a cluster of one; such a member needs a few rounds at most.
    private static void Lead(MembershipTurn turn)
    {
        Gossip acted;
        do
        {
            acted = turn.Gossip;
            if (turn.View.IsLeader && turn.Node.HasConverged)
                Leading.ActOnConvergence(turn);
        }
        while (!ReferenceEquals(acted, turn.Gossip));
    }

    private static bool NoteConvergence(MembershipTurn turn)
    {
        var hasConverged = turn.Node.HasConverged;
        if (hasConverged != turn.Node.UnconvergedSince is null)
            turn.Node = turn.Node with { UnconvergedSince = hasConverged ? null : turn.Now };
        return hasConverged;
    }

    private static void Forget(MembershipTurn turn)
    {
        var gone = turn.Node.ExitingConfirmed.Where(n => !turn.Gossip.HasMember(n)).ToArray();
        if (gone.Length > 0)
            turn.Node = turn.Node with { ExitingConfirmed = turn.Node.ExitingConfirmed.Except(gone) };
    }

    private static void Spread(MembershipTurn turn)
    {
        var unseen = turn.View.GossipTargets.Where(t => !turn.Gossip.SeenBy(t));
        foreach (var target in GossipTargets.Sample([.. unseen], turn.Node.Settings.EagerGossipTargets, turn.Random))
            turn.SendGossip(target);
    }

    // This node has heard from everyone; the leader has perhaps not.
    private static void TellLeader(MembershipTurn turn)
    {
        if (turn.View.Leader is { } leader && turn.View.CanGossipTo(leader))
            turn.SendGossip(leader);
    }
}
