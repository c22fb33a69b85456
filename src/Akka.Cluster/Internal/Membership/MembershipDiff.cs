using System.Collections.Immutable;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Internal;

/// <summary>The events that lead from one view of the cluster to the next.</summary>
internal static class MembershipDiff
{
    public static IEnumerable<IClusterDomainEvent> Between(MembershipState before, MembershipState after) =>
        ReferenceEquals(before, after)
            ? []
            : [.. Unreachable(before, after), .. Reachable(before, after), .. Members(before, after), .. Leaders(before, after)];

    /// <summary>The events that would have led to a state, for a subscriber who comes now.</summary>
    public static IEnumerable<IClusterDomainEvent> From(CurrentClusterState state)
    {
        foreach (var member in state.Members)
            yield return EventOf(member);
        foreach (var member in state.Unreachable.Order())
            yield return new UnreachableMember(member);
        if (state.Leader is not null)
            yield return new LeaderChanged(state.Leader);
        foreach (var role in state.AllRoles.Order(StringComparer.Ordinal))
            yield return new RoleLeaderChanged(role, state.RoleLeader(role));
    }

    public static CurrentClusterState Snapshot(MembershipState view) => new(
        view.Gossip.Members,
        [.. view.UnreachableMembers],
        [.. view.Gossip.Seen.Select(n => n.Address)],
        view.Leader?.Address,
        view.Gossip.Members.SelectMany(m => m.Roles).Distinct()
            .ToImmutableDictionary(role => role, role => view.RoleLeader(role)?.Address)!);

    private static IEnumerable<IClusterDomainEvent> Unreachable(MembershipState before, MembershipState after) =>
        after.UnreachableMembers.Except(before.UnreachableMembers).Select(m => new UnreachableMember(m));

    private static IEnumerable<IClusterDomainEvent> Reachable(MembershipState before, MembershipState after) =>
        before.UnreachableMembers.Except(after.UnreachableMembers)
            .Select(m => after.Gossip.Member(m.UniqueAddress)).OfType<Member>()
            .Select(m => new ReachableMember(m));

    private static IEnumerable<IClusterDomainEvent> Members(MembershipState before, MembershipState after)
    {
        // First who is gone: one gossip may bring both the end of an incarnation and the next one on its address, and whoever keeps members by address
        // would take the new one out again.
        foreach (var member in before.Gossip.Members)
            if (!after.Gossip.HasMember(member.UniqueAddress))
                yield return new MemberRemoved(member.Copy(MemberStatus.Removed), member.Status);
        foreach (var member in after.Gossip.Members)
            if (before.Gossip.Member(member.UniqueAddress)?.Status != member.Status)
                yield return EventOf(member);
    }

    private static IEnumerable<IClusterDomainEvent> Leaders(MembershipState before, MembershipState after)
    {
        if (before.Leader != after.Leader)
            yield return new LeaderChanged(after.Leader?.Address);
        foreach (var role in before.Gossip.Members.Concat(after.Gossip.Members).SelectMany(m => m.Roles).Distinct().Order(StringComparer.Ordinal))
            if (before.RoleLeader(role) != after.RoleLeader(role))
                yield return new RoleLeaderChanged(role, after.RoleLeader(role)?.Address);
    }

    private static MemberStatusChange EventOf(Member member) => member.Status switch
    {
        MemberStatus.Joining => new MemberJoined(member),
        MemberStatus.WeaklyUp => new MemberWeaklyUp(member),
        MemberStatus.Up => new MemberUp(member),
        MemberStatus.Leaving => new MemberLeft(member),
        MemberStatus.Exiting => new MemberExited(member),
        MemberStatus.Down => new MemberDowned(member),
        _ => throw new ArgumentOutOfRangeException(nameof(member), member, "A removed member is not in the state.")
    };
}
