using Akka.Cluster;
using Akka.Cluster.Internal;
using Xunit;

namespace Akka.Simulation.Cluster;

public class PartitionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public void A_split_cluster_survives_on_exactly_one_side()
    {
        foreach (var seed in Seeds.Of(40))
        {
            var (cluster, majority) = Split(seed);
            cluster.RunUntil(() => Names(cluster.Running).SequenceEqual(majority), Limit, $"only [{string.Join(", ", majority)}] to run");
            cluster.RunUntil(() => CoreCluster.AllUp(cluster.Running), Limit, "the survivors to agree");
            cluster.Links.HealAll();
            cluster.RunFor(20);
            Assert.Null(SplitBrainChecker.Fault(cluster));
        }
    }

    [Fact]
    public void A_split_that_heals_in_time_leaves_the_cluster_as_it_was()
    {
        foreach (var seed in Seeds.Of(20))
        {
            var (cluster, _) = Split(seed);
            var all = cluster.Nodes.Count;
            cluster.RunFor(6);
            cluster.Links.HealAll();
            cluster.RunUntil(() => CoreCluster.AllUp(cluster.Running), Limit, "all to be reachable again");
            Assert.Equal(all, cluster.Running.Count);
        }
    }

    [Fact]
    public void Whatever_the_links_do_those_who_run_afterwards_are_one_cluster()
    {
        foreach (var seed in Seeds.Of(60))
        {
            var cluster = new CoreCluster(seed).Form(3 + seed % 3 * 2);
            Disturb(cluster, seconds: 40);
            cluster.Links.HealAll();
            cluster.Links.DropRate = 0;
            cluster.RunFor(60);
            if (SplitBrainChecker.Fault(cluster) is { } fault)
                throw cluster.Failure(fault);
        }
    }

    [Fact]
    public void The_checker_fires_when_each_side_downs_the_other()
    {
        var settings = new CoreClusterSettings { Downing = new KeepOwnSide() };
        var faults = Seeds.Of(5).Count(seed =>
        {
            var (cluster, _) = Split(seed, settings);
            cluster.RunFor(60);
            cluster.Links.HealAll();
            cluster.RunFor(60);
            return SplitBrainChecker.Fault(cluster) is not null;
        });
        Assert.Equal(Seeds.Of(5).Count(), faults);
    }

    [Fact]
    public void A_node_that_slept_until_it_was_removed_finds_itself_out()
    {
        foreach (var seed in Seeds.Of(10))
        {
            var cluster = new CoreCluster(seed).Form(3);
            var sleeper = cluster["n1"];
            sleeper.Pause();
            cluster.RunUntil(() => cluster["n2"].View.Gossip.Tombstones.Contains(sleeper.Self), Limit, "the others to remove it");
            sleeper.Continue();
            cluster.RunUntil(() => !sleeper.IsRunning, TimeSpan.FromSeconds(5), "the sleeper to stop");
            cluster.RunUntil(() => SplitBrainChecker.Fault(cluster) is null, Limit, "the others to agree");
        }
    }

    [Fact]
    public void A_node_that_slept_shortly_accuses_nobody()
    {
        var cluster = new CoreCluster(1).Form(3);
        cluster["n2"].Pause();
        cluster.RunFor(3.5);
        cluster["n2"].Continue();
        cluster.RunFor(30);
        Assert.True(CoreCluster.AllUp(cluster.Running));
        Assert.Equal(3, cluster.Running.Count);
        Assert.All(cluster.Running, n => Assert.DoesNotContain(n.Warnings, w => w.Contains("unreachable")));
    }

    [Fact]
    public void Of_two_half_connected_nodes_the_rest_gets_rid()
    {
        foreach (var seed in Seeds.Of(10))
        {
            var cluster = new CoreCluster(seed).Form(5);
            cluster.Links.Cut("n2", "n4");
            cluster.RunUntil(() => Names(cluster.Running).SequenceEqual(["n1", "n3", "n5"]), Limit, "n2 and n4 to stop");
            cluster.RunUntil(() => SplitBrainChecker.Fault(cluster) is null, Limit, "the rest to agree");
        }
    }

    [Fact]
    public void The_same_seed_takes_the_same_course()
    {
        foreach (var seed in Seeds.Of(10))
            Assert.Equal(Run(seed), Run(seed));

        static (ulong, long) Run(int seed)
        {
            var cluster = new CoreCluster(seed).Form(5);
            Disturb(cluster, seconds: 30);
            return (cluster.Trace.Hash, cluster.Trace.Lines);
        }
    }

    private static (CoreCluster Cluster, string[] Majority) Split(int seed, CoreClusterSettings? settings = null)
    {
        var size = new[] { 3, 5, 9 }[seed % 3];
        var cluster = new CoreCluster(seed, settings).Form(size);
        cluster.RunFor(cluster.Random.NextDouble() * 5);
        var names = Names(cluster.Nodes);
        cluster.Random.Shuffle(names);
        var cut = cluster.Random.Next(1, size);
        cluster.Links.Split(names[..cut], names[cut..]);
        return (cluster, [.. (cut * 2 > size ? names[..cut] : names[cut..]).Order(StringComparer.Ordinal)]);
    }

    // Cuts, heals, one-way cuts, loss, crashes of a link end, all at random.
    private static void Disturb(CoreCluster cluster, int seconds)
    {
        var names = Names(cluster.Nodes);
        for (var second = 0; second < seconds; second++)
        {
            var (a, b) = (names[cluster.Random.Next(names.Length)], names[cluster.Random.Next(names.Length)]);
            switch (cluster.Random.Next(8))
            {
                case 0 when a != b:
                    cluster.Links.Cut(a, b);
                    break;
                case 1 when a != b:
                    cluster.Links.CutOneWay(a, b);
                    break;
                case 2:
                    cluster.Links.Heal(a, b);
                    break;
                case 3:
                    cluster.Links.DropRate = cluster.Random.NextDouble() * 0.05;
                    break;
                case 4:
                    var cut = cluster.Random.Next(names.Length);
                    cluster.Links.Split(names[..cut], names[cut..]);
                    break;
                case 5:
                    cluster.Links.HealAll();
                    break;
            }
            cluster.RunFor(cluster.Random.NextDouble() * 4);
        }
    }

    private static string[] Names(IEnumerable<CoreNode> nodes) => [.. nodes.Select(n => n.Name)];

    /// <summary>The mistake that the checker is there for: every side believes that the other has died.</summary>
    private sealed record KeepOwnSide : DowningStrategy
    {
        protected override DowningVerdict Judge(
            System.Collections.Immutable.ImmutableSortedSet<Member> own, System.Collections.Immutable.ImmutableSortedSet<Member> other) =>
            DowningVerdict.DownOther;
    }
}
