using Akka.Cluster;
using Akka.Cluster.Internal;
using Xunit;
using static Akka.Cluster.ClusterEvent;
using static Akka.Simulation.Cluster.GossipHistory;

namespace Akka.Simulation.Cluster;

/// <summary>Members are equal whatever their status, so nothing that keeps or compares them may rely on their equality.</summary>
public class MembershipDiffTests
{
    private static readonly UniqueAddress Self = Node(0);

    [Fact]
    public void Each_change_of_status_is_kept_and_told_although_the_members_are_equal()
    {
        var joining = MemberOf(Node(1), MemberStatus.Joining);
        var before = Gossip.Empty.Put(joining);
        var after = before.Put(MemberOf(Node(1), MemberStatus.Up, 5));

        Assert.Equal(joining, after.Member(Node(1)));
        Assert.Equal((MemberStatus.Up, 5), (after.Member(Node(1))!.Status, after.Member(Node(1))!.UpNumber));
        Assert.Equal(MemberStatus.Up, Assert.Single(MembershipDiff.Snapshot(View(after)).Members).Status);
        Assert.Equal(MemberStatus.Up, Assert.Single(Between(before, after).OfType<MemberUp>()).Member.Status);
        Assert.False(before.HasContentOf(after));
        Assert.NotEqual(Picture.Of(View(before)), Picture.Of(View(after)));
    }

    [Fact]
    public void Merging_takes_the_later_status_from_either_side()
    {
        var early = Gossip.Empty.Put(MemberOf(Node(1), MemberStatus.Up, 1));
        var late = Gossip.Empty.Put(MemberOf(Node(1), MemberStatus.Leaving, 1));

        Assert.Equal(MemberStatus.Leaving, early.Merge(late).Member(Node(1))!.Status);
        Assert.Equal(MemberStatus.Leaving, late.Merge(early).Member(Node(1))!.Status);
    }

    [Fact]
    public void When_one_gossip_brings_the_end_of_an_incarnation_and_the_next_one_the_end_is_told_first()
    {
        var before = Gossip.Empty.Put(MemberOf(Node(1, uid: 1), MemberStatus.Up, 1));
        var after = before.Remove([Node(1, uid: 1)]).Put(MemberOf(Node(1, uid: 2), MemberStatus.Up, 2));

        Assert.Equal([typeof(MemberRemoved), typeof(MemberUp)], Between(before, after).OfType<IMemberEvent>().Select(change => change.GetType()));
    }

    private static MembershipState View(Gossip gossip) => new(gossip, Self);

    private static IEnumerable<IClusterDomainEvent> Between(Gossip before, Gossip after) => MembershipDiff.Between(View(before), View(after));
}
