using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>Whom a node watches. Immutable; the failure detector, which is not, follows what the changes return.</summary>
internal sealed record HeartbeatState(UniqueAddress Self, int MonitoredBy)
{
    private ImmutableSortedSet<UniqueAddress> Nodes { get; init; } = [];

    private ImmutableHashSet<UniqueAddress> UnreachableNodes { get; init; } = [];

    /// <summary>Receivers by the ring.</summary>
    public ImmutableSortedSet<UniqueAddress> Ring { get; private init; } = [];

    /// <summary>No receivers by the ring any more, but unreachable: watched until they answer, or else they would stay unreachable for ever.</summary>
    public ImmutableSortedSet<UniqueAddress> Lingering { get; private init; } = [];

    public ImmutableSortedSet<UniqueAddress> Receivers => Ring.Union(Lingering);

    /// <summary>Takes over a new view of the members.</summary>
    /// <returns>The new state and the nodes that the failure detector must forget.</returns>
    public (HeartbeatState State, ImmutableSortedSet<UniqueAddress> Forget) With(MembershipState view, Func<UniqueAddress, bool> isAvailable)
    {
        var nodes = view.Gossip.Members.Select(m => m.UniqueAddress).Where(n => n != Self).ToImmutableSortedSet();
        var unreachable = view.UnreachableMembers.Select(m => m.UniqueAddress).ToImmutableHashSet();
        if (nodes.SetEquals(Nodes) && unreachable.SetEquals(UnreachableNodes))
            return (this, []);
        var ring = new HeartbeatRing(Self, nodes, unreachable, MonitoredBy).Receivers;
        var left = Receivers.Except(ring);
        var lingering = left.Intersect(nodes).Except(left.Where(isAvailable));
        var state = this with { Nodes = nodes, UnreachableNodes = unreachable, Ring = ring, Lingering = lingering };
        return (state, left.Except(lingering));
    }

    /// <summary>A node has answered.</summary>
    /// <returns>The new state, and whether the failure detector shall forget the node, because another watches it now.</returns>
    public (HeartbeatState State, bool Forget) Answered(UniqueAddress node, bool isAvailable) =>
        Lingering.Contains(node) && isAvailable ? (this with { Lingering = Lingering.Remove(node) }, true) : (this, false);
}
