using Akka.Actor;

namespace Akka.Cluster.Internal;

/// <summary>What one node can tell from the gossip it holds: leaders, convergence, whom to talk to. Immutable.</summary>
internal sealed class MembershipState(Gossip gossip, UniqueAddress self) : INoSerializationVerificationNeeded
{
    private Reachability? _trusted;

    public Gossip Gossip { get; } = gossip;

    public UniqueAddress Self { get; } = self;

    public Member? SelfMember => Gossip.Member(Self);

    public bool IsMember => SelfMember is not null;

    /// <summary>Reachability without the word of members that are down: they may be anything but right.</summary>
    public Reachability TrustedReachability => _trusted ??= Gossip.Reachability.RemoveObservers(
        Gossip.Members.Where(m => m.Status == MemberStatus.Down).Select(m => m.UniqueAddress).ToHashSet());

    /// <summary>Unreachable in the eyes of any other node; this node is always reachable to itself.</summary>
    public IEnumerable<Member> UnreachableMembers =>
        TrustedReachability.AllUnreachableOrTerminated.Where(n => n != Self).Select(Gossip.Member).OfType<Member>();

    public UniqueAddress? Leader => LeaderOf(Gossip.Members);

    public bool IsLeader => Leader == Self;

    public UniqueAddress? RoleLeader(string role) => LeaderOf(Gossip.Members.Where(m => m.HasRole(role)));

    /// <summary>
    /// Whether all Up and Leaving members have seen this version and nobody is unreachable but the Down and Exiting. Only then may the leader act.
    /// </summary>
    public bool HasConverged(IReadOnlySet<UniqueAddress> exitingConfirmed) =>
        UnreachableMembers.All(m => exitingConfirmed.Contains(m.UniqueAddress) || m.Status is MemberStatus.Down or MemberStatus.Exiting) &&
        Gossip.Members.All(m => m.Status is not (MemberStatus.Up or MemberStatus.Leaving) ||
            Gossip.SeenBy(m.UniqueAddress) || exitingConfirmed.Contains(m.UniqueAddress));

    /// <summary>Whether gossip to the node makes sense: a member, not this node, and not known to this node as unreachable.</summary>
    public bool CanGossipTo(UniqueAddress node) =>
        node != Self && Gossip.HasMember(node) && Gossip.Reachability.IsReachable(Self, node);

    public IEnumerable<UniqueAddress> GossipTargets => Gossip.Members.Select(m => m.UniqueAddress).Where(CanGossipTo);

    public MembershipState With(Gossip gossip) => ReferenceEquals(gossip, Gossip) ? this : new MembershipState(gossip, Self);

    public Member? MemberAt(Address address) => Gossip.MemberAt(address);

    // Up and Leaving members lead, the lowest address first; before any is Up, whoever is furthest in life.
    private UniqueAddress? LeaderOf(IEnumerable<Member> members) => members
        .Where(m => m.Status != MemberStatus.Down && (m.UniqueAddress == Self || TrustedReachability.IsReachable(m.UniqueAddress)))
        .MinBy(m => (MemberOrdering.LeadershipRank(m.Status), m))?.UniqueAddress;
}
