using Akka.Actor;
using Akka.Cluster;
using Xunit;

namespace Akka.Simulation;

/// <summary>The simulated cluster itself, and membership of real nodes under the faults that its network can make.</summary>
public class SimulatedClusterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public void Real_nodes_form_a_cluster_within_some_round_trips()
    {
        foreach (var seed in Seeds.Of(5))
        {
            var cluster = new SimulatedCluster(seed).Form(3);
            Assert.True(cluster.Now < TimeSpan.FromSeconds(1), $"seed {seed}: {cluster.Now}");
        }
    }

    [Fact]
    public void The_same_seed_takes_the_same_course()
    {
        foreach (var seed in Seeds.Of(3))
            Assert.Equal(Course(seed), Course(seed));
        Assert.NotEqual(Course(1), Course(2));

        static (ulong, long) Course(int seed)
        {
            var (cluster, _) = Split(seed, 5);
            cluster.RunFor(TimeSpan.FromSeconds(20));
            return (cluster.Trace.Hash, cluster.Trace.Lines);
        }
    }

    [Fact]
    public void A_split_cluster_survives_on_exactly_one_side()
    {
        foreach (var seed in Seeds.Of(6))
        {
            var (cluster, majority) = Split(seed, seed % 2 == 0 ? 3 : 5);
            cluster.RunUntil(
                () => cluster.Running.SequenceEqual(majority) && cluster.IsOneCluster, Limit, $"[{string.Join(", ", majority)}] to be the cluster");
            cluster.Links.HealAll();
            cluster.RunFor(TimeSpan.FromSeconds(20));
            Assert.True(cluster.IsOneCluster && cluster.Running.SequenceEqual(majority), $"seed {seed}: after healing");
        }
    }

    [Fact]
    public void The_checker_fires_when_nobody_decides()
    {
        foreach (var seed in Seeds.Of(2))
        {
            var (cluster, _) = Split(seed, 3, "akka.cluster.downing-provider-class = \"\"");
            var (a, b) = (cluster.Names[0], cluster.Names[^1]);
            cluster.RunFor(TimeSpan.FromSeconds(10));
            foreach (var name in cluster.Names)
                foreach (var lost in Cluster(cluster, name).State.Unreachable)
                    Cluster(cluster, name).Down(lost.Address);
            cluster.RunFor(TimeSpan.FromSeconds(20));
            Assert.True(cluster.IsRunning(a) && cluster.IsRunning(b));
            Assert.False(cluster.IsOneCluster);
        }
    }

    [Fact]
    public void A_split_that_heals_in_time_leaves_the_cluster_as_it_was()
    {
        foreach (var seed in Seeds.Of(3))
        {
            var (cluster, _) = Split(seed, 5);
            cluster.RunFor(TimeSpan.FromSeconds(7));
            cluster.Links.HealAll();
            cluster.RunUntil(() => cluster.IsOneCluster, Limit, "all to be reachable");
            Assert.Equal(5, cluster.Running.Length);
        }
    }

    [Fact]
    public void A_crashed_node_is_removed_and_can_come_back()
    {
        foreach (var seed in Seeds.Of(3))
        {
            var cluster = new SimulatedCluster(seed).Form(3);
            var old = Cluster(cluster, "n3").SelfUniqueAddress;
            cluster.Crash("n3");
            cluster.RunUntil(() => cluster.IsOneCluster, Limit, "the two to be alone");

            cluster.Start("n3", ["n1"]);
            cluster.RunUntil(() => cluster.Running.Length == 3 && cluster.IsOneCluster, Limit, "n3 to be back");
            Assert.NotEqual(old, Cluster(cluster, "n3").SelfUniqueAddress);
        }
    }

    [Fact]
    public void A_node_that_restarts_at_once_replaces_its_old_incarnation()
    {
        foreach (var seed in Seeds.Of(3))
        {
            var cluster = new SimulatedCluster(seed).Form(3);
            cluster.Crash("n3");
            cluster.RunFor(TimeSpan.FromMilliseconds(300));
            cluster.Start("n3", ["n1"]);
            cluster.RunUntil(() => cluster.Running.Length == 3 && cluster.IsOneCluster, TimeSpan.FromSeconds(12), "n3 to be back");
        }
    }

    [Fact]
    public void A_terminated_system_leaves_gracefully()
    {
        foreach (var seed in Seeds.Of(3))
        {
            var cluster = new SimulatedCluster(seed).Form(3);
            _ = cluster["n2"].Terminate();
            cluster.RunUntil(() => cluster.Running.Length == 2 && cluster.IsOneCluster, TimeSpan.FromSeconds(5), "n2 to be gone");
        }
    }

    [Fact]
    public void A_node_that_slept_until_it_was_removed_stops()
    {
        foreach (var seed in Seeds.Of(3))
        {
            var cluster = new SimulatedCluster(seed).Form(3);
            cluster.Pause("n1");
            cluster.RunUntil(() => Cluster(cluster, "n2").State.Members.Count == 2, Limit, "the others to remove n1");
            cluster.Continue("n1");
            cluster.RunUntil(() => !cluster.IsRunning("n1"), Limit, "n1 to stop");
            Assert.True(cluster.IsOneCluster);
        }
    }

    [Fact]
    public void A_link_that_flaps_shortly_harms_nobody()
    {
        var cluster = new SimulatedCluster(1).Form(3);
        for (var i = 0; i < 10; i++)
        {
            cluster.Links.Cut("n1", "n2");
            cluster.RunFor(TimeSpan.FromSeconds(1.5));
            cluster.Links.HealAll();
            cluster.RunFor(TimeSpan.FromSeconds(1.5));
        }
        cluster.RunUntil(() => cluster.IsOneCluster, Limit, "all to agree");
        Assert.Equal(3, cluster.Running.Length);
    }

    [Fact]
    public void A_wall_clock_that_jumps_changes_no_membership()
    {
        foreach (var seed in Seeds.Of(3))
        {
            var cluster = new SimulatedCluster(seed).Form(3);
            var before = States(cluster);
            foreach (var jump in new[] { 288, -576, 288 })
            {
                cluster.JumpClock("n2", TimeSpan.FromSeconds(jump));
                cluster.RunFor(TimeSpan.FromSeconds(10));
            }
            for (var i = 0; i < 200; i++)
            {
                cluster.JumpClock("n2", TimeSpan.FromSeconds(i % 2 == 0 ? 288 : -288));
                cluster.RunFor(TimeSpan.FromSeconds(0.2));
            }
            Assert.Equal(before, States(cluster));
            Assert.True(cluster.IsOneCluster);
        }

        static string[] States(SimulatedCluster cluster) => [.. cluster.Names.Select(n => string.Join(" ", Cluster(cluster, n).State.Members))];
    }

    [Fact]
    public void Large_messages_on_a_slow_link_delay_no_heartbeat()
    {
        foreach (var seed in Seeds.Of(2))
        {
            var cluster = new SimulatedCluster(seed, "akka.remote.dot-netty.tcp.maximum-frame-size = 20000000b").Form(3);
            var (sink, heard) = (new List<object>(), new List<object>());
            cluster["n2"].ActorOf(Props.Create(() => new Keeper(sink)), "sink");
            var watch = cluster["n1"].ActorOf(Props.Create(() => new Keeper(heard)));
            Cluster(cluster, "n1").Subscribe(watch, typeof(ClusterEvent.UnreachableMember));
            Cluster(cluster, "n1").Subscribe(watch, typeof(ClusterEvent.IMemberEvent));
            cluster.RunFor(TimeSpan.FromSeconds(5));
            heard.Clear();

            cluster.Links.BytesPerSecond = 1_000_000;
            var target = ((ExtendedActorSystem)cluster["n1"]).Provider.ResolveActorRef(SimulatedCluster.AddressOf("n2") + "/user/sink");
            for (var i = 0; i < 6; i++)
                target.Tell(new string('x', 10_000_000), ActorRefs.NoSender);
            target.Tell("behind them", ActorRefs.NoSender);
            var before = cluster.Now;
            cluster.RunUntil(() => sink.Contains("behind them"), Limit, "all to arrive");

            // Had heartbeats gone the same way, they would have been as late: the link was really full.
            Assert.True(cluster.Now - before > TimeSpan.FromSeconds(50), $"seed {seed}: {cluster.Now - before}");
            Assert.Empty(heard);
            Assert.True(cluster.IsOneCluster);
        }
    }

    private static Akka.Cluster.Cluster Cluster(SimulatedCluster cluster, string name) => Akka.Cluster.Cluster.Get(cluster[name]);

    private static (SimulatedCluster Cluster, string[] Majority) Split(int seed, int size, string config = "")
    {
        var cluster = new SimulatedCluster(seed, config).Form(size);
        cluster.RunFor(TimeSpan.FromSeconds(cluster.Random.NextDouble() * 5));
        string[] names = [.. cluster.Names];
        cluster.Random.Shuffle(names);
        var cut = cluster.Random.Next(1, size);
        cluster.Links.Split(names[..cut], names[cut..]);
        return (cluster, [.. (cut * 2 > size ? names[..cut] : names[cut..]).Order(StringComparer.Ordinal)]);
    }

    private sealed class Keeper(List<object> kept) : UntypedActor
    {
        protected override void OnReceive(object message) => kept.Add(message);
    }
}
