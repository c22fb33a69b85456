using System.Collections.Immutable;
using Akka.Cluster.Internal;

namespace Akka.Cluster;

/// <summary>
/// Counts per node that tell whether one version of a state came before, after or beside another. Immutable.
/// </summary>
public sealed partial class VectorClock
{
    private static readonly VectorClock Empty = new(ImmutableSortedDictionary<Node, long>.Empty);

    private VectorClock(ImmutableSortedDictionary<Node, long> versions) => Versions = versions;

    public ImmutableSortedDictionary<Node, long> Versions { get; }

    public static VectorClock Create() => Empty;

    public static VectorClock Create(ImmutableSortedDictionary<Node, long> seedValues)
    {
        ArgumentNullException.ThrowIfNull(seedValues);
        return new VectorClock(seedValues);
    }

    /// <summary>This clock after one more change by the node.</summary>
    public VectorClock Increment(Node node) => new(Versions.SetItem(node, Versions.GetValueOrDefault(node) + 1));

    /// <summary>The smallest clock that is not before either of the two.</summary>
    public VectorClock Merge(VectorClock that)
    {
        ArgumentNullException.ThrowIfNull(that);
        var merged = Versions.ToBuilder();
        foreach (var (node, count) in that.Versions)
            merged[node] = Math.Max(count, merged.GetValueOrDefault(node));
        return new VectorClock(merged.ToImmutable());
    }

    /// <summary>This clock without the counts of a node that is gone for good.</summary>
    public VectorClock Prune(Node removedNode) => Versions.ContainsKey(removedNode) ? new VectorClock(Versions.Remove(removedNode)) : this;

    /// <summary><see cref="Ordering.Before"/> means that this clock is before the other. Never <see cref="Ordering.FullOrder"/>.</summary>
    public Ordering CompareTo(VectorClock that)
    {
        ArgumentNullException.ThrowIfNull(that);
        return VectorClockOrder.Compare(Versions, that.Versions);
    }

    public bool IsAfter(VectorClock that) => CompareTo(that) == Ordering.After;

    public bool IsBefore(VectorClock that) => CompareTo(that) == Ordering.Before;

    public bool IsConcurrentWith(VectorClock that) => CompareTo(that) == Ordering.Concurrent;

    public bool IsSameAs(VectorClock that) => CompareTo(that) == Ordering.Same;

#nullable disable annotations
    public static bool operator ==(VectorClock left, VectorClock right) => left is null ? right is null : right is not null && left.IsSameAs(right);

    public static bool operator !=(VectorClock left, VectorClock right) => !(left == right);

    public override bool Equals(object obj) => obj is VectorClock other && IsSameAs(other);
#nullable restore annotations

    public static bool operator >(VectorClock left, VectorClock right) => left.IsAfter(right);

    public static bool operator <(VectorClock left, VectorClock right) => left.IsBefore(right);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (node, count) in Versions)
            hash.Add(HashCode.Combine(node, count));
        return hash.ToHashCode();
    }

    public override string ToString() => $"VectorClock({string.Join(", ", Versions.Select(v => $"{v.Key} -> {v.Value}"))})";
}
