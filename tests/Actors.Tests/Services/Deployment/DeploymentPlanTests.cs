using Actors.Services.Deployment.Planning;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class DeploymentPlanTests
{
    private readonly PlanBench _bench = new("a", "b", "c");

    [Fact]
    public void Instances_are_spread_over_the_nodes()
    {
        _bench.Want("1", 6);

        _bench.RunToRest();

        Assert.All(_bench.Nodes.Values, node => Assert.Equal(2, node.Instances.Count));
        Assert.True(_bench.State.IsSettled);
    }

    [Fact]
    public void The_node_with_least_to_do_is_first()
    {
        _bench.Nodes["a"].Others = 5;
        _bench.Nodes["b"].Others = 3;
        _bench.Want("1", 1);

        _bench.RunToRest();

        Assert.Single(_bench.Nodes["c"].Instances);
    }

    [Fact]
    public void Only_nodes_that_have_the_labels_are_chosen()
    {
        _bench.Nodes["b"].Labels = ["gpu"];
        _bench.Want("1", 2, null, "gpu");

        _bench.RunToRest();

        Assert.Equal(2, _bench.Nodes["b"].Instances.Count);
    }

    [Fact]
    public void That_no_node_has_the_labels_is_a_problem_until_one_has()
    {
        _bench.Want("1", 1, null, "gpu");
        _bench.RunToRest();
        Assert.Equal("waits for a node with the roles worker, gpu, and none is up", _bench.State.Problem);

        _bench.Nodes["b"].Labels = ["gpu"];
        _bench.RunToRest();

        Assert.Equal("", _bench.State.Problem);
        Assert.True(_bench.State.IsSettled);
    }

    [Fact]
    public void Nothing_is_started_before_all_nodes_have_said_what_they_run_or_kept_silent_for_long()
    {
        _bench.Nodes["b"].IsSilent = true;
        _bench.Want("1", 1);

        Assert.Empty(_bench.Step());
        _bench.Now += TimeSpan.FromSeconds(5);

        Assert.Single(_bench.Step());
    }

    [Fact]
    public void A_start_that_no_report_shows_is_ordered_again_with_the_same_name_and_given_up_at_last()
    {
        _bench.Want("1", 1);
        var first = Assert.IsType<StartOrder>(Assert.Single(_bench.Step()));

        var second = Assert.Single(_bench.Step());
        Assert.Equal(first.Instance, second.Instance);
        _bench.Now += TimeSpan.FromSeconds(10);

        Assert.NotEqual(first.Instance, Assert.Single(_bench.Step()).Instance);
    }

    [Fact]
    public void A_node_that_is_not_reached_for_a_moment_changes_nothing()
    {
        _bench.Want("1", 3);
        _bench.RunToRest();

        _bench.Nodes["a"].IsReachable = false;
        Assert.Empty(_bench.Step());
        _bench.Now += TimeSpan.FromSeconds(4);
        Assert.Empty(_bench.Step());
        _bench.Nodes["a"].IsReachable = true;

        Assert.Empty(_bench.Step());
    }

    [Fact]
    public void What_a_lost_node_had_is_started_elsewhere_and_what_comes_back_with_it_is_too_much()
    {
        _bench.Want("1", 3);
        _bench.RunToRest();

        _bench.Nodes["a"].IsReachable = false;
        _bench.Step();
        _bench.Now += TimeSpan.FromSeconds(5);
        _bench.RunToRest();
        Assert.Equal(3, _bench.Nodes["b"].Instances.Count + _bench.Nodes["c"].Instances.Count);
        _bench.Nodes["a"].IsReachable = true;
        _bench.RunToRest();

        Assert.Equal(3, _bench.Nodes.Values.Sum(node => node.Instances.Count));
    }

    [Fact]
    public void What_a_leaving_node_has_is_started_elsewhere_at_once()
    {
        _bench.Want("1", 3);
        _bench.RunToRest();

        _bench.Nodes["a"].IsUp = false;
        _bench.RunToRest();

        Assert.Equal(3, _bench.Nodes["b"].Instances.Count + _bench.Nodes["c"].Instances.Count);
        Assert.Single(_bench.Nodes["a"].Instances);
    }

    [Fact]
    public void Too_many_are_stopped_and_never_more_than_that()
    {
        _bench.Want("1", 9);
        _bench.RunToRest();
        _bench.Want("1", 4);

        var stopped = _bench.Step().Select(order => order.Instance).ToHashSet();
        _bench.Nodes["a"].Others = 50; // what is too much would be chosen otherwise now
        stopped.UnionWith(_bench.Step().Select(order => order.Instance));

        Assert.Equal(5, stopped.Count);
        _bench.RunToRest();
        Assert.Equal(4, _bench.Nodes.Values.Sum(node => node.Instances.Count));
    }

    [Fact]
    public void The_next_version_replaces_the_one_before_only_when_all_of_it_serve()
    {
        _bench.Want("1", 3);
        _bench.RunToRest();
        _bench.Want("2", 3, former: "1");

        while (!_bench.State.IsSettled)
        {
            var orders = _bench.Step();
            if (_bench.Serving("2") < 3)
                Assert.All(orders, order => Assert.IsType<StartOrder>(order));
            _bench.Carry(orders);
        }

        Assert.Equal((0, 3), (_bench.Serving("1"), _bench.Serving("2")));
    }

    [Fact]
    public void A_version_that_does_not_come_up_replaces_nothing_and_what_is_lost_of_the_one_before_is_started_again()
    {
        _bench.Want("1", 3);
        _bench.RunToRest();
        _bench.Bad.Add("2");
        _bench.Want("2", 3, former: "1");
        _bench.RunToRest(20);

        Assert.Equal((3, 0), (_bench.Serving("1"), _bench.Serving("2")));
        Assert.Contains("bad", _bench.State.Problem, StringComparison.Ordinal);
        _bench.Nodes.Remove("a");
        _bench.RunToRest(20);
        Assert.Equal((3, 0), (_bench.Serving("1"), _bench.Serving("2")));

        _bench.Want("3", 2, former: "1");
        _bench.RunToRest();
        Assert.Equal((0, 2), (_bench.Serving("1"), _bench.Serving("3")));
    }

    [Fact]
    public void What_does_not_start_is_tried_again_after_pauses_that_grow()
    {
        var single = new PlanBench("a");
        single.Bad.Add("1");
        single.Want("1", 1);
        var starts = new List<TimeSpan>();
        var known = new HashSet<string>();

        for (var i = 0; i < 200; i++)
        {
            var orders = single.Step();
            if (orders.OfType<StartOrder>().Any(start => known.Add(start.Instance)))
                starts.Add(single.Now);
            single.Carry(orders);
            single.Now += TimeSpan.FromSeconds(1);
        }

        var pauses = starts.Zip(starts.Skip(1), (left, right) => (right - left).TotalSeconds).ToList();
        Assert.Equal(pauses.Order(), pauses);
        Assert.InRange(pauses[^1], 60, 65);
        single.Bad.Clear();
        single.Now += TimeSpan.FromMinutes(1);
        single.RunToRest();
        Assert.True(single.State.IsSettled);
    }

    [Fact]
    public void A_new_home_takes_over_what_runs_also_in_the_middle_of_a_replacement()
    {
        _bench.Want("1", 3);
        _bench.RunToRest();
        _bench.Bad.Add("2");
        _bench.Want("2", 3, former: "1");
        _bench.RunToRest(5);

        _bench.State = PlanState.Empty;
        _bench.RunToRest(5);
        Assert.Equal(3, _bench.Serving("1"));
        _bench.Bad.Clear();
        _bench.Now += TimeSpan.FromMinutes(1);
        _bench.RunToRest(50);
        Assert.Equal((0, 3), (_bench.Serving("1"), _bench.Serving("2")));

        _bench.State = PlanState.Empty;
        Assert.Empty(_bench.Step());
        Assert.True(_bench.State.IsSettled);
    }

    [Fact]
    public void A_new_home_does_not_bring_back_the_version_before_when_one_of_the_wanted_is_lost()
    {
        _bench.Want("1", 3);
        _bench.RunToRest();
        _bench.Want("2", 3, former: "1");
        _bench.RunToRest();

        _bench.State = PlanState.Empty;
        _bench.Nodes.Remove("a");
        _bench.RunToRest();

        Assert.Equal((0, 3), (_bench.Serving("1"), _bench.Serving("2")));
    }

    [Fact]
    public void Whatever_happens_to_the_nodes_it_settles_when_they_are_left_alone() => Property.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
    {
        var random = new Random(seed);
        var bench = new PlanBench("a", "b", "c", "d");
        var version = 1;
        bench.Want("1", random.Next(1, 6));
        for (var i = 0; i < 60; i++)
        {
            var node = bench.Nodes.Values.ElementAt(random.Next(4));
            switch (random.Next(8))
            {
                case 0:
                    node.IsReachable = !node.IsReachable;
                    break;
                case 1:
                    node.Instances.Clear(); // it was started again
                    break;
                case 2:
                    bench.State = PlanState.Empty;
                    break;
                case 3:
                    bench.Want($"{version + 1}", random.Next(1, 6), former: $"{version}");
                    version++;
                    break;
                case 4:
                    bench.Step(); // whose orders go lost
                    break;
                default:
                    bench.Carry(bench.Step());
                    break;
            }

            bench.Now += TimeSpan.FromMilliseconds(random.Next(3000));
        }

        foreach (var node in bench.Nodes.Values)
            node.IsReachable = true;
        bench.RunToRest(100);
        Assert.True(bench.State.IsSettled, $"seed {seed}: {bench}");
        Assert.Equal(bench.Count, bench.Serving($"{version}"));
        Assert.Empty(bench.Step());
    });
}
