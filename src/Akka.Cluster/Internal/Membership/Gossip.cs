using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>
/// The state that all members converge to. Merge is the join of a lattice: each member takes the later stage of its life, each observer its
/// newer row, and a tombstone hides its member for good; so it is commutative, associative and idempotent.
/// </summary>
/// <param name="Seen">Who has this very version. Not a part of what is versioned: it grows while the version stays.</param>
/// <param name="Tombstones">Incarnations that were removed; without them a late gossip would bring a dead member back.</param>
internal sealed record Gossip(
    ImmutableSortedSet<Member> Members,
    ImmutableSortedSet<UniqueAddress> Seen,
    Reachability Reachability,
    VectorClock Version,
    ImmutableSortedSet<UniqueAddress> Tombstones)
{
    public static readonly Gossip Empty = new([], [], Reachability.Empty, VectorClock.Create(), []);

    public bool HasMember(UniqueAddress node) => Member(node) is not null;

    public Member? Member(UniqueAddress node) => Members.FirstOrDefault(m => m.UniqueAddress == node);

    public Member? MemberAt(Akka.Actor.Address address) => Members.FirstOrDefault(m => m.Address == address);

    public bool SeenBy(UniqueAddress node) => Seen.Contains(node);

    public Gossip AddSeen(UniqueAddress node) => Seen.Contains(node) ? this : this with { Seen = Seen.Add(node) };

    public Gossip MergeSeen(Gossip that) => Seen.IsSupersetOf(that.Seen) ? this : this with { Seen = Seen.Union(that.Seen) };

    /// <summary>A new version by the node, which alone has seen it.</summary>
    public Gossip ChangedBy(UniqueAddress node) => this with { Version = Version.Increment(node.ClockNode), Seen = [node] };

    public Gossip Put(Member member) => this with { Members = Members.Remove(member).Add(member) };

    /// <summary>Without the members and all traces of them, which tombstones replace.</summary>
    public Gossip Remove(IEnumerable<UniqueAddress> nodes)
    {
        var gone = nodes.ToImmutableSortedSet();
        return gone.IsEmpty ? this : (this with { Tombstones = Tombstones.Union(gone) }).Bury(gone);
    }

    public Gossip Merge(Gossip that)
    {
        var tombstones = Tombstones.Union(that.Tombstones);
        var members = Members.Concat(that.Members)
            .Where(m => !tombstones.Contains(m.UniqueAddress))
            .GroupBy(m => m.UniqueAddress)
            .Select(g => g.Aggregate(Akka.Cluster.Member.HighestPriorityOf))
            .ToImmutableSortedSet();
        var allowed = members.Select(m => m.UniqueAddress).ToImmutableHashSet();
        return new Gossip(
            members, [], Reachability.Merge(allowed, that.Reachability), Prune(Version.Merge(that.Version), tombstones), tombstones);
    }

    /// <summary>Whether both hold the same, apart from version and seen set.</summary>
    public bool HasContentOf(Gossip that) =>
        Tombstones.SetEquals(that.Tombstones) && Reachability.Equals(that.Reachability) && Members.Count == that.Members.Count &&
        Members.Zip(that.Members).All(m => m.First.Equals(m.Second) && m.First.Status == m.Second.Status && m.First.UpNumber == m.Second.UpNumber);

    public override string ToString() => $"Gossip([{string.Join(", ", Members)}], seen [{string.Join(", ", Seen)}], {Reachability}, {Version})";

    private static VectorClock Prune(VectorClock version, IEnumerable<UniqueAddress> nodes) =>
        nodes.Aggregate(version, (clock, node) => clock.Prune(node.ClockNode));

    private Gossip Bury(ImmutableSortedSet<UniqueAddress> gone) => this with
    {
        Members = [.. Members.Where(m => !gone.Contains(m.UniqueAddress))],
        Seen = Seen.Except(gone),
        Reachability = Reachability.Remove(gone),
        Version = Prune(Version, gone)
    };
}
