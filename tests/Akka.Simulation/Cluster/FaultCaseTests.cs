using Akka.Cluster.Internal;
using Xunit;

namespace Akka.Simulation.Cluster;

/// <summary>Faults that membership must survive, each named after what happens; what is left must be one cluster.</summary>
public class FaultCaseTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public void Of_three_nodes_the_one_that_sees_both_ends_of_a_cut_stays()
    {
        foreach (var seed in Seeds.Of(10))
        {
            var cluster = new CoreCluster(seed).Form(3);
            cluster.Links.Cut("n1", "n2");
            cluster.RunUntil(() => Names(cluster).SequenceEqual(["n3"]), Limit, "n1 and n2 to stop");
            IsOneCluster(cluster);
        }
    }

    [Fact]
    public void When_each_node_reaches_another_majority_no_two_clusters_come_of_it()
    {
        foreach (var seed in Seeds.Of(20))
        {
            var cluster = new CoreCluster(seed).Form(5);
            for (var i = 0; i < 5; i++)
                cluster.Links.Cut($"n{i + 1}", $"n{(i + 2) % 5 + 1}");
            cluster.RunFor(60);
            IsOneCluster(cluster);
        }
    }

    [Fact]
    public void Two_halves_with_a_bridge_between_them_do_not_become_two_clusters()
    {
        foreach (var seed in Seeds.Of(20))
        {
            var cluster = new CoreCluster(seed).Form(5);
            cluster.Links.Split(["n1", "n2"], ["n4", "n5"]);
            cluster.RunFor(60);
            IsOneCluster(cluster);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_node_that_is_heard_but_hears_nothing_or_the_reverse_leaves_the_rest_whole(bool isHeard)
    {
        foreach (var seed in Seeds.Of(10))
        {
            var cluster = new CoreCluster(seed).Form(5);
            var name = $"n{cluster.Random.Next(5) + 1}";
            foreach (var other in Names(cluster).Where(n => n != name))
                cluster.Links.CutOneWay(isHeard ? other : name, isHeard ? name : other);
            cluster.RunUntil(() => !cluster[name].View.IsMember || Names(cluster).Length == 4, Limit, $"the rest to do without {name}");
            cluster.Links.HealAll();
            cluster.RunFor(30);
            Assert.Equal(4, cluster.Running.Count);
            IsOneCluster(cluster);
        }
    }

    [Fact]
    public void Nodes_cut_off_one_by_one_and_healed_in_another_order_end_as_one_cluster()
    {
        foreach (var seed in Seeds.Of(20))
        {
            var cluster = new CoreCluster(seed).Form(5);
            for (var round = 0; round < 3; round++)
            {
                foreach (var name in Shuffled(cluster))
                {
                    foreach (var other in Names(cluster).Where(n => n != name))
                        cluster.Links.Cut(name, other);
                    cluster.RunFor(cluster.Random.NextDouble());
                }
                foreach (var name in Shuffled(cluster))
                {
                    foreach (var other in Names(cluster).Where(n => n != name))
                        cluster.Links.Heal(name, other);
                    cluster.RunFor(cluster.Random.NextDouble());
                }
            }
            cluster.RunFor(60);
            IsOneCluster(cluster);
            Assert.NotEmpty(cluster.Running);
        }
    }

    [Fact]
    public void When_the_three_oldest_crash_at_once_the_others_go_on()
    {
        foreach (var seed in Seeds.Of(10))
        {
            var cluster = new CoreCluster(seed).Form(7);
            foreach (var name in new[] { "n1", "n2", "n3" })
                cluster[name].Crash();
            cluster.RunUntil(() => CoreCluster.AllUp(cluster.Running), Limit, "the four to be the cluster");
            Assert.Equal(4, cluster.Running.Count);

            cluster.Start("n8").Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf("n4")]));
            cluster.RunUntil(() => cluster.Running.Count == 5 && CoreCluster.AllUp(cluster.Running), Limit, "a new one to be Up");
        }
    }

    [Fact]
    public void Two_clusters_that_meet_stay_two()
    {
        foreach (var seed in Seeds.Of(10))
        {
            var cluster = new CoreCluster(seed);
            cluster.Links.Split(["n1", "n2"], ["m1", "m2"]);
            foreach (var (name, seedNode) in new[] { ("n1", "n1"), ("n2", "n1"), ("m1", "m1"), ("m2", "m1") })
                cluster.Start(name).Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf(seedNode)]));
            cluster.RunFor(20);
            cluster.Links.HealAll();
            // Somebody's mistake, and an envelope that has lost its way.
            cluster["n2"].Do(new MembershipInput.JoinSeedNodes([CoreCluster.AddressOf("m1")]));
            var (n1, m1) = (cluster["n1"], cluster["m1"]);
            m1.Receive("n1", new ClusterProtocol.GossipEnvelope(n1.Self, m1.Self, n1.View.Gossip));
            cluster.RunFor(60);
            Assert.True(CoreCluster.AllUp([n1, cluster["n2"]]) && CoreCluster.AllUp([m1, cluster["m2"]]), $"seed {seed}");
        }
    }

    [Fact]
    public void A_node_that_gets_hardly_any_time_takes_no_healthy_one_with_it()
    {
        foreach (var seed in Seeds.Of(20))
        {
            var cluster = new CoreCluster(seed).Form(5);
            for (var i = 0; i < 20; i++)
            {
                cluster["n2"].Pause();
                cluster.RunFor(cluster.Random.NextDouble() * 6);
                cluster["n2"].Continue();
                cluster.RunFor(cluster.Random.NextDouble() * 0.3);
            }
            cluster.RunFor(60);
            IsOneCluster(cluster);
            Assert.Superset(new HashSet<string>(["n1", "n3", "n4", "n5"]), new HashSet<string>(Names(cluster)));
        }
    }

    [Fact]
    public void A_whole_cluster_that_was_down_comes_back_in_whatever_order_its_nodes_start()
    {
        foreach (var seed in Seeds.Of(20))
        {
            var seeds = new[] { "n1", "n2", "n3" }.Select(CoreCluster.AddressOf).ToArray();
            var cluster = new CoreCluster(seed).Form(5);
            var order = Shuffled(cluster);
            foreach (var node in cluster.Nodes)
                node.Crash();
            cluster.RunFor(1);
            foreach (var name in order)
            {
                cluster.Start(name).Do(new MembershipInput.JoinSeedNodes([.. seeds]));
                cluster.RunFor(cluster.Random.NextDouble() * 8);
            }
            cluster.RunUntil(() => cluster.Running.Count == 5 && CoreCluster.AllUp(cluster.Running), Limit, "all five to be one cluster again");
        }
    }

    private static string[] Names(CoreCluster cluster) => [.. cluster.Running.Select(n => n.Name)];

    private static string[] Shuffled(CoreCluster cluster)
    {
        var names = Names(cluster);
        cluster.Random.Shuffle(names);
        return names;
    }

    private static void IsOneCluster(CoreCluster cluster)
    {
        cluster.RunFor(10);
        if (SplitBrainChecker.Fault(cluster) is { } fault)
            throw cluster.Failure(fault);
    }
}
