using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Cluster.Internal;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static Akka.Simulation.Cluster.GossipHistory;

namespace Akka.Simulation.Cluster;

public class ReachabilityTests
{
    private static readonly ImmutableHashSet<UniqueAddress> All = [.. Enumerable.Range(0, 5).Select(i => Node(i))];

    private static readonly Gen<(int Observer, int Subject, int Kind)> Change =
        from observer in Gen.Choose(0, 2)
        from subject in Gen.Choose(0, 4)
        from kind in Gen.Choose(0, 3)
        select (observer, subject, kind);

    // Three copies of one table, as observers 0, 1 and 2 keep them: each writes its own row and may have heard older rows of the others.
    private static readonly Gen<Reachability[]> Copies =
        from changes in Gen.ListOf(Change)
        select changes.Aggregate(Enumerable.Repeat(Reachability.Empty, 3).ToArray(), (copies, change) =>
        {
            var (observer, subject, kind) = change;
            copies[observer] = kind switch
            {
                0 => copies[observer].Unreachable(Node(observer), Node(subject)),
                1 => copies[observer].Reachable(Node(observer), Node(subject)),
                2 => copies[observer].Terminated(Node(observer), Node(subject)),
                _ => copies[observer].Merge(All, copies[subject % 3])
            };
            return [.. copies];
        });

    [Fact]
    public void A_subject_is_as_bad_as_its_worst_observer_says()
    {
        var table = Reachability.Empty.Unreachable(Node(0), Node(2)).Terminated(Node(1), Node(2)).Unreachable(Node(0), Node(3));

        Assert.Equal(ReachabilityStatus.Terminated, table.Status(Node(2)));
        Assert.Equal(ReachabilityStatus.Unreachable, table.Status(Node(3)));
        Assert.Equal([Node(3)], table.AllUnreachable);
        Assert.Equal([Node(2), Node(3)], table.AllUnreachableOrTerminated);
    }

    [Fact]
    public void A_subject_is_reachable_again_only_when_every_observer_says_so()
    {
        var table = Reachability.Empty.Unreachable(Node(0), Node(2)).Unreachable(Node(1), Node(2));

        Assert.False(table.Reachable(Node(0), Node(2)).IsReachable(Node(2)));
        Assert.True(table.Reachable(Node(0), Node(2)).Reachable(Node(1), Node(2)).IsAllReachable);
    }

    [Fact]
    public void What_is_terminated_stays_so() =>
        Assert.Equal(
            ReachabilityStatus.Terminated,
            Reachability.Empty.Terminated(Node(0), Node(1)).Reachable(Node(0), Node(1)).Status(Node(1)));

    [Fact]
    public void An_older_row_never_overrides_a_newer_one()
    {
        var old = Reachability.Empty.Unreachable(Node(0), Node(1));
        var healed = old.Reachable(Node(0), Node(1));

        Assert.True(old.Merge(All, healed).IsAllReachable);
        Assert.True(healed.Merge(All, old).IsAllReachable);
    }

    [Fact]
    public void Merge_is_commutative_associative_and_idempotent() => Property.Holds(Copies, x =>
    {
        Assert.Equal(x[0].Merge(All, x[1]), x[1].Merge(All, x[0]));
        Assert.Equal(x[0].Merge(All, x[1]).Merge(All, x[2]), x[0].Merge(All, x[1].Merge(All, x[2])));
        Assert.Equal(x[0], x[0].Merge(All, x[0]));
    });

    [Fact]
    public void A_removed_node_is_neither_observer_nor_subject() => Property.Holds(Copies, x =>
    {
        var table = x[0].Merge(All, x[1]).Remove([Node(1)]);
        Assert.DoesNotContain(table.Records, r => r.Observer == Node(1) || r.Subject == Node(1));
    });
}
