using System.Collections.Immutable;
using Akka.Cluster;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static Akka.Cluster.VectorClock;

namespace Akka.Simulation.Cluster;

public class VectorClockTests
{
    private static readonly Gen<VectorClock> Clock =
        from counts in Gen.ArrayOf(Gen.Choose(0, 3), 4)
        select Create(counts.Select((count, i) => (Node: new Node($"n{i}"), Count: (long)count)).Where(x => x.Count > 0)
            .ToImmutableSortedDictionary(x => x.Node, x => x.Count));

    private static readonly Gen<(VectorClock A, VectorClock B, VectorClock C)> Three =
        from a in Clock
        from b in Clock
        from c in Clock
        select (a, b, c);

    [Fact]
    public void A_clock_is_before_its_increment_and_concurrent_with_another_nodes_increment()
    {
        var (x, y) = (Node.Create("x"), Node.Create("y"));
        var clock = Create().Increment(x);

        Assert.True(clock < clock.Increment(x));
        Assert.True(clock.Increment(x) > clock);
        Assert.True(clock.Increment(x).IsConcurrentWith(clock.Increment(y)));
        Assert.True(clock.IsSameAs(Create().Increment(x)));
    }

    [Fact]
    public void Before_and_after_are_opposite() => Property.Holds(Three, x =>
    {
        var there = x.A.CompareTo(x.B);
        var back = x.B.CompareTo(x.A);
        Assert.Equal(there switch { Ordering.Before => Ordering.After, Ordering.After => Ordering.Before, _ => there }, back);
    });

    [Fact]
    public void Before_is_transitive() => Property.Holds(Three, x =>
    {
        if (x.A < x.B && x.B < x.C)
            Assert.True(x.A < x.C);
    });

    [Fact]
    public void Equal_clocks_have_equal_hash_codes() => Property.Holds(Three, x =>
    {
        if (x.A == x.B)
            Assert.Equal(x.A.GetHashCode(), x.B.GetHashCode());
    });

    [Fact]
    public void Merge_is_commutative_associative_and_idempotent() => Property.Holds(Three, x =>
    {
        Assert.Equal(x.A.Merge(x.B), x.B.Merge(x.A));
        Assert.Equal(x.A.Merge(x.B).Merge(x.C), x.A.Merge(x.B.Merge(x.C)));
        Assert.Equal(x.A, x.A.Merge(x.A));
    });

    [Fact]
    public void A_merged_clock_is_the_least_that_is_not_before_either() => Property.Holds(Three, x =>
    {
        var merged = x.A.Merge(x.B);
        Assert.True(merged == x.A || merged > x.A);
        Assert.True(merged == x.B || merged > x.B);
        if ((x.C == x.A || x.C > x.A) && (x.C == x.B || x.C > x.B))
            Assert.True(x.C == merged || x.C > merged);
    });

    [Fact]
    public void A_pruned_node_counts_no_more()
    {
        var (x, y) = (Node.Create("x"), Node.Create("y"));
        var clock = Create().Increment(x).Increment(y);

        Assert.Equal(Create().Increment(y), clock.Prune(x));
    }
}
