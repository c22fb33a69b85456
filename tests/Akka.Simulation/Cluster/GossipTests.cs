using Akka.Cluster;
using Akka.Cluster.Internal;
using FsCheck.Fluent;
using Xunit;
using static Akka.Simulation.Cluster.GossipHistory;

namespace Akka.Simulation.Cluster;

public class GossipTests
{
    private static readonly FsCheck.Gen<int> Seed = Gen.Choose(0, int.MaxValue - 1);

    [Fact]
    public void Merge_is_commutative() => Property.Holds(Seed, seed =>
    {
        var x = Copies(seed, 3);
        Assert.Equal(Content(x[0].Merge(x[1])), Content(x[1].Merge(x[0])));
    });

    [Fact]
    public void Merge_is_associative() => Property.Holds(Seed, seed =>
    {
        var x = Copies(seed, 3);
        Assert.Equal(Content(x[0].Merge(x[1]).Merge(x[2])), Content(x[0].Merge(x[1].Merge(x[2]))));
    });

    [Fact]
    public void Merge_is_idempotent() => Property.Holds(Seed, seed =>
    {
        var x = Copies(seed, 2);
        Assert.Equal(Content(x[0]), Content(x[0].Merge(x[0])));
        Assert.Equal(Content(x[0].Merge(x[1])), Content(x[0].Merge(x[1]).Merge(x[1])));
    });

    [Fact]
    public void When_two_versions_meet_nothing_is_lost() => Property.Holds(Seed, seed =>
    {
        var x = Copies(seed, 2);
        var heard = Hear(x[0], x[1], Node(0));
        Assert.True(ReferenceEquals(heard, x[0]) || heard.HasContentOf(x[0].Merge(x[1])));
    });

    [Fact]
    public void Copies_that_meet_again_and_again_end_with_one_version() => Property.Holds(Seed, seed =>
    {
        var x = Copies(seed, 5);
        var random = new Random(seed);
        for (var round = 0; round < 6; round++)
            foreach (var (to, from) in Pairs(x.Length).OrderBy(_ => random.Next()))
                x[to] = Hear(x[to], x[from], Node(to));
        var merged = x.Aggregate((a, b) => a.Merge(b));
        Assert.Single(x.Where((_, i) => merged.HasMember(Node(i))).Select(Content).Distinct());
    });

    [Fact]
    public void Copies_that_hear_each_other_in_any_order_become_equal() => Property.Holds(Seed, seed =>
    {
        var x = Copies(seed, 5);
        var random = new Random(seed);
        for (var i = 0; i < 2; i++)
            foreach (var (to, from) in Pairs(x.Length).OrderBy(_ => random.Next()))
                x[to] = x[to].Merge(x[from]);
        Assert.Single(x.Select(Content).Distinct());
    });

    [Fact]
    public void A_removed_member_does_not_come_back_with_an_old_gossip()
    {
        var old = Gossip.Empty.Put(MemberOf(Node(1), MemberStatus.Up)).Put(MemberOf(Node(2), MemberStatus.Down)).ChangedBy(Node(2));
        var removed = old.Remove([Node(2)]).ChangedBy(Node(1));
        var stray = old.ChangedBy(Node(2));

        Assert.False(removed.Merge(stray).HasMember(Node(2)));
        Assert.False(stray.Merge(removed).HasMember(Node(2)));
    }

    [Fact]
    public void A_new_incarnation_joins_beside_the_tombstone_of_the_old_one()
    {
        var gossip = Gossip.Empty.Put(MemberOf(Node(1, uid: 1), MemberStatus.Down)).Remove([Node(1, uid: 1)]);
        var joined = gossip.Put(MemberOf(Node(1, uid: 2), MemberStatus.Joining));

        Assert.Equal(2, joined.Merge(gossip).MemberAt(Node(1).Address)!.UniqueAddress.Uid);
    }

    private static IEnumerable<(int To, int From)> Pairs(int count) =>
        from to in Enumerable.Range(0, count)
        from @from in Enumerable.Range(0, count)
        select (to, @from);
}
