using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>Compares two vector clocks in one walk over both sorted tables; a missing count is zero.</summary>
internal static class VectorClockOrder
{
    public static VectorClock.Ordering Compare(
        ImmutableSortedDictionary<VectorClock.Node, long> left,
        ImmutableSortedDictionary<VectorClock.Node, long> right)
    {
        if (ReferenceEquals(left, right))
            return VectorClock.Ordering.Same;
        bool leftAhead = false, rightAhead = false;
        foreach (var (node, count) in left)
            Note(count.CompareTo(right.GetValueOrDefault(node)), ref leftAhead, ref rightAhead);
        foreach (var (node, count) in right)
            Note(left.GetValueOrDefault(node).CompareTo(count), ref leftAhead, ref rightAhead);
        return (leftAhead, rightAhead) switch
        {
            (false, false) => VectorClock.Ordering.Same,
            (true, false) => VectorClock.Ordering.After,
            (false, true) => VectorClock.Ordering.Before,
            _ => VectorClock.Ordering.Concurrent
        };
    }

    private static void Note(int order, ref bool leftAhead, ref bool rightAhead)
    {
        leftAhead |= order > 0;
        rightAhead |= order < 0;
    }
}
