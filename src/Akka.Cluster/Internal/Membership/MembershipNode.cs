using System.Collections.Immutable;
using Akka.Actor;
using Akka.Util;

namespace Akka.Cluster.Internal;

/// <summary>Everything that a node's membership core remembers. Immutable.</summary>
internal sealed record MembershipNode(
    UniqueAddress Self, ImmutableHashSet<string> Roles, AppVersion AppVersion, MembershipSettings Settings, MembershipState View)
{
    private static readonly ImmutableSortedDictionary<Address, ClusterProtocol.Join> NoSuccessors =
        ImmutableSortedDictionary.Create<Address, ClusterProtocol.Join>(Member.AddressOrdering);

    public JoinPhase Phase { get; init; } = new JoinPhase.NotJoined();

    public ImmutableHashSet<UniqueAddress> ExitingConfirmed { get; init; } = [];

    /// <summary>Who waits to join on the address of an older incarnation that is still a member: at most one an address.</summary>
    public ImmutableSortedDictionary<Address, ClusterProtocol.Join> Successors { get; init; } = NoSuccessors;

    /// <summary>Since when the gossip has not converged; null while it has.</summary>
    public TimeSpan? UnconvergedSince { get; init; }

    /// <summary>When this node learned of each tombstone: ages need no clock that nodes share.</summary>
    public ImmutableDictionary<UniqueAddress, TimeSpan> BuriedAt { get; init; } = ImmutableDictionary<UniqueAddress, TimeSpan>.Empty;

    /// <summary>When a node that finds itself down stops at the latest, so that the news can spread.</summary>
    public TimeSpan? StopsAt { get; init; }

    public TimeSpan? LastReapAt { get; init; }

    public bool IsMember => Phase is JoinPhase.Member;

    public Gossip Gossip => View.Gossip;

    public bool HasConverged => View.HasConverged(ExitingConfirmed);

    public static MembershipNode Create(UniqueAddress self, ImmutableHashSet<string> roles, AppVersion appVersion, MembershipSettings settings) =>
        new(self, roles, appVersion, settings, new MembershipState(Gossip.Empty, self));
}
