using Akka.Cluster;
using Akka.Cluster.Internal;
using Xunit;

namespace Akka.Simulation.Cluster;

public class MembershipTests
{
    [Fact]
    public void Three_nodes_are_up_within_some_round_trips()
    {
        foreach (var seed in Seeds.Of(20))
            Assert.True(new CoreCluster(seed).Form(3).Time.Now < TimeSpan.FromMilliseconds(100), $"seed {seed}");
    }

    [Fact]
    public void Nodes_that_join_by_a_lossy_network_are_all_up_in_the_end()
    {
        foreach (var seed in Seeds.Of(20))
        {
            // Long enough that loss alone makes nobody unreachable.
            var cluster = new CoreCluster(seed, new CoreClusterSettings { HeartbeatPause = TimeSpan.FromSeconds(20) });
            cluster.Links.DropRate = 0.3;
            for (var i = 1; i <= 9; i++)
                cluster.Start($"n{i}").Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf("n1"), CoreCluster.AddressOf("n2")]));
            cluster.RunUntil(() => cluster.Running.All(n => n.IsUp), TimeSpan.FromMinutes(3), "all to be Up");
        }
    }

    [Fact]
    public void Seed_nodes_that_start_together_found_one_cluster()
    {
        foreach (var seed in Seeds.Of(20))
        {
            var cluster = new CoreCluster(seed);
            var seeds = new[] { "n1", "n2", "n3" };
            foreach (var name in seeds.OrderBy(_ => cluster.Random.Next()))
                cluster.Start(name).Do(new MembershipInput.JoinSeedNodes([.. seeds.Select(CoreCluster.AddressOf)]));
            cluster.RunUntil(() => CoreCluster.AllUp(cluster.Running), TimeSpan.FromSeconds(20), "one cluster of three");
        }
    }

    [Fact]
    public void A_node_keeps_asking_for_seed_nodes_that_are_away_and_says_so()
    {
        var cluster = new CoreCluster(1);
        var node = cluster.Start("n2");
        node.Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf("n1")]));
        cluster.RunFor(60);
        Assert.InRange(node.Warnings.Count(w => w.Contains("still trying")), 8, 12);

        cluster.Start("n1").Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf("n1")]));
        cluster.RunUntil(() => CoreCluster.AllUp(cluster.Running), TimeSpan.FromSeconds(3), "the two to meet");
    }

    [Fact]
    public void A_decision_about_one_incarnation_of_a_node_does_not_hit_the_next()
    {
        var cluster = new CoreCluster(1).Form(3);
        var (deciding, other) = (cluster["n1"], cluster["n2"]);
        deciding.Do(new MembershipInput.Down(other.Self.Address, new UniqueAddress(other.Self.Address, other.Self.Uid + 1)));
        Assert.Equal(MemberStatus.Up, deciding.View.MemberAt(other.Self.Address)!.Status);
        deciding.Do(new MembershipInput.Down(other.Self.Address, other.Self));
        Assert.Equal(MemberStatus.Down, deciding.View.MemberAt(other.Self.Address)!.Status);
    }

    [Fact]
    public void The_first_seed_node_joins_the_others_when_it_comes_back()
    {
        var cluster = new CoreCluster(1);
        var seeds = new[] { "n1", "n2" }.Select(CoreCluster.AddressOf).ToArray();
        foreach (var name in new[] { "n1", "n2", "n3" })
            cluster.Start(name).Do(new MembershipInput.JoinSeedNodes([.. seeds]));
        cluster.RunUntil(() => CoreCluster.AllUp(cluster.Running), TimeSpan.FromSeconds(20), "all Up");

        cluster["n1"].Crash();
        cluster.RunFor(0.5);
        cluster.Start("n1").Do(new MembershipInput.JoinSeedNodes([.. seeds]));

        cluster.RunUntil(() => cluster.Running.Count == 3 && CoreCluster.AllUp(cluster.Running), TimeSpan.FromSeconds(10), "all Up again");
    }

    [Fact]
    public void A_node_that_restarts_at_once_on_its_address_replaces_its_old_incarnation()
    {
        foreach (var seed in Seeds.Of(10))
        {
            var cluster = new CoreCluster(seed).Form(3);
            var old = cluster["n3"];
            old.Crash();
            cluster.RunFor(0.3);
            cluster.Start("n3").Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf("n1")]));
            cluster.RunUntil(
                () => cluster.Running.Count == 3 && CoreCluster.AllUp(cluster.Running), TimeSpan.FromSeconds(2), "the new incarnation to be Up");
            Assert.All(cluster.Running, n => Assert.Contains(old.Self, n.View.Gossip.Tombstones));
        }
    }

    [Fact]
    public void A_leaving_node_goes_through_exiting_and_is_forgotten_by_all()
    {
        foreach (var seed in Seeds.Of(10))
        {
            var cluster = new CoreCluster(seed).Form(5);
            var leaver = cluster.Nodes[cluster.Random.Next(5)];
            leaver.Do(new MembershipInput.Leave(leaver.Self.Address));
            cluster.RunUntil(
                () => cluster.Running.Count == 4 && CoreCluster.AllUp(cluster.Running), TimeSpan.FromSeconds(1), "the leaver to be gone");
        }
    }

    [Fact]
    public void The_last_member_can_leave()
    {
        var cluster = new CoreCluster(1).Form(1);
        cluster["n1"].Do(new MembershipInput.Leave(cluster["n1"].Self.Address));
        cluster.RunFor(1);
        Assert.Empty(cluster.Running);
    }

    [Fact]
    public void Who_joins_while_a_member_is_unreachable_is_weakly_up_first()
    {
        var cluster = new CoreCluster(1, new CoreClusterSettings { StableAfter = TimeSpan.FromSeconds(30) }).Form(3);
        cluster["n3"].Crash();
        cluster.RunFor(6);
        cluster.Start("n4").Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf("n1")]));
        cluster.RunUntil(() => StatusOf(cluster["n4"]) == MemberStatus.WeaklyUp, TimeSpan.FromSeconds(10), "n4 to be weakly up");

        cluster.RunUntil(() => CoreCluster.AllUp(cluster.Running), TimeSpan.FromSeconds(60), "n3 removed, n4 Up");
    }

    [Fact]
    public void Members_wait_for_the_minimum_of_their_number()
    {
        var cluster = new CoreCluster(1, new CoreClusterSettings { Membership = MembershipSettings.Default with { MinNrOfMembers = 3 } });
        foreach (var name in new[] { "n1", "n2" })
            cluster.Start(name).Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf("n1")]));
        cluster.RunFor(30);
        Assert.All(cluster.Running, n => Assert.Equal(MemberStatus.Joining, StatusOf(n)));

        cluster.Start("n3").Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf("n1")]));
        cluster.RunUntil(() => CoreCluster.AllUp(cluster.Running), TimeSpan.FromSeconds(2), "all three Up");
    }

    [Fact]
    public void Churn_does_not_grow_the_gossip_without_bound()
    {
        var settings = new CoreClusterSettings { Membership = MembershipSettings.Default with { MaxTombstones = 5 } };
        var cluster = new CoreCluster(1, settings).Form(3);
        for (var round = 0; round < 20; round++)
        {
            cluster["n3"].Do(new MembershipInput.Leave(CoreCluster.AddressOf("n3")));
            cluster.RunUntil(() => cluster.Running.Count == 2 && CoreCluster.AllUp(cluster.Running), TimeSpan.FromSeconds(5), "n3 gone");
            cluster.Start("n3").Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf("n1")]));
            cluster.RunUntil(() => cluster.Running.Count == 3 && CoreCluster.AllUp(cluster.Running), TimeSpan.FromSeconds(5), "n3 back");
        }
        cluster.RunFor(5);
        Assert.All(cluster.Running, n =>
        {
            Assert.InRange(n.View.Gossip.Tombstones.Count, 1, 5);
            Assert.InRange(n.View.Gossip.Version.Versions.Count, 1, 3);
            Assert.InRange(n.View.Gossip.Reachability.Rows.Count, 0, 3);
        });
    }

    [Fact]
    public void A_cluster_with_other_settings_refuses_and_says_why()
    {
        var cluster = new CoreCluster(1).Form(1);
        var stranger = new CoreNode(
            cluster, "n2", 77, new CoreClusterSettings { Membership = MembershipSettings.Default with { Compatibility = "other" } }, []);
        cluster.Add(stranger);
        stranger.Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf("n1")]));
        cluster.RunFor(3);

        Assert.False(stranger.View.IsMember);
        Assert.Contains(stranger.Warnings, w => w.Contains("refuses"));
    }

    private static MemberStatus? StatusOf(CoreNode node) => node.View.SelfMember?.Status;
}
