using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>What the leader alone does: moves members along when all agree, and admits weakly when they cannot.</summary>
internal static class Leading
{
    public static void Tick(MembershipTurn turn)
    {
        if (turn.Node.IsMember && turn.View.IsLeader && !turn.Node.HasConverged)
            AdmitWeakly(turn);
    }

    /// <summary>Acts once on a converged state; acting makes a new version, so it ends by itself.</summary>
    public static void ActOnConvergence(MembershipTurn turn)
    {
        var gone = Gone(turn);
        var gossip = turn.Gossip;
        var nextUpNumber = NextUpNumber(gossip);
        var enough = HasEnoughMembers(gossip, turn.Node.Settings);
        foreach (var member in gossip.Members)
        {
            if (enough && member.Status is MemberStatus.Joining or MemberStatus.WeaklyUp)
                gossip = gossip.Put(Note(turn, member.CopyUp(nextUpNumber++)));
            else if (member.Status == MemberStatus.Leaving)
                gossip = gossip.Put(Note(turn, member.Copy(MemberStatus.Exiting)));
        }
        foreach (var member in gone)
            turn.Info($"Removing {member.UniqueAddress}, {member.Status}.");
        gossip = gossip.Remove(gone.Select(m => m.UniqueAddress));
        turn.Change(ReferenceEquals(gossip, turn.Gossip) ? Tombstones.Prune(turn) : gossip);
    }

    private static ImmutableArray<Member> Gone(MembershipTurn turn)
    {
        var unreachable = turn.View.UnreachableMembers.Where(m => m.Status is MemberStatus.Down or MemberStatus.Exiting);
        var confirmed = turn.Gossip.Members.Where(m => m.Status == MemberStatus.Exiting && turn.Node.ExitingConfirmed.Contains(m.UniqueAddress));
        return [.. unreachable.Union(confirmed)];
    }

    // Without the agreement of all, so the age is not given yet and nobody is removed.
    private static void AdmitWeakly(MembershipTurn turn)
    {
        var settings = turn.Node.Settings;
        if (turn.Node.UnconvergedSince is not { } since || settings.WeaklyUpAfter is not { } after || turn.Now - since < after ||
            !HasEnoughMembers(turn.Gossip, settings))
            return;
        var gossip = turn.Gossip;
        foreach (var member in gossip.Members)
            if (member.Status == MemberStatus.Joining && turn.View.TrustedReachability.IsReachable(member.UniqueAddress))
                gossip = gossip.Put(Note(turn, member.Copy(MemberStatus.WeaklyUp)));
        turn.Change(gossip);
    }

    private static int NextUpNumber(Gossip gossip) =>
        gossip.Members.Where(m => m.UpNumber != Member.NeverUp).Select(m => m.UpNumber).DefaultIfEmpty(0).Max() + 1;

    private static bool HasEnoughMembers(Gossip gossip, MembershipSettings settings) =>
        gossip.Members.Count >= settings.MinNrOfMembers &&
        settings.MinNrOfMembersOfRole.All(min => gossip.Members.Count(m => m.HasRole(min.Key)) >= min.Value);

    private static Member Note(MembershipTurn turn, Member member)
    {
        turn.Info($"Leader is moving {member.UniqueAddress} to {member.Status}.");
        return member;
    }
}
