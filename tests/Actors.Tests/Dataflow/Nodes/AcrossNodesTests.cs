using Actors.Dataflow;
using Actors.Dataflow.Graphs;
using Xunit;

namespace Actors.Tests.Dataflow.Nodes;

/// <summary>Flows whose actors are on several nodes.</summary>
public sealed class AcrossNodesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly int Seeds = Environment.GetEnvironmentVariable("ACTORS_LONG") == "1" ? 500 : 20;
    private static readonly int FirstSeed = Environment.GetEnvironmentVariable("ACTORS_SEED") is { } given ? int.Parse(given) : 1;

    [Fact]
    public async Task An_actor_with_a_role_runs_on_a_node_with_that_role_and_events_go_there_and_back()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far");
        await using var director = cluster.NewDirector("there-and-back");
        var numbers = director.Register<Numbered>("numbers", new Numbered.Settings { Count = 2000 });
        var far = director.Register<PassOn>("far", new PassOn.Settings { FailEvery = 100 }, new FlowActorOptions { Role = "far" });
        var kept = new Kept();
        var end = director.Register("end", kept.Take);
        var failed = new Kept();
        var errors = director.Register("errors", failed.Take);
        director.Connect(numbers, far);
        director.Connect(far, end);
        director.WithErrorActor(errors);

        await director.RunAsync().WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 2000).Where(number => number % 100 != 0), kept.Numbers);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => number * 100), failed.Numbers);
    }

    [Fact]
    public async Task No_event_is_lost_or_doubled_when_the_network_is_cut_and_healed()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far");
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            var random = new Random(seed);
            await using var director = cluster.NewDirector($"cut-{seed}");
            var flow = new RandomFlow(seed, director, (chance, options) => options with
            {
                Role = chance.Next(2) == 0 ? "far" : null,
                Delivery = chance.Next(3) == 0 ? EdgeDelivery.AtMostOnce : EdgeDelivery.Acknowledged,
            });
            cluster.Cuts.Plan(random.Next(1, 20_000), random.Next(1, 4));
            await director.RunAsync().WaitAsync(Patience);
            flow.AssertConserved($"seed {seed}");
        }

        Assert.True(cluster.Cuts.Count > Seeds / 2, $"the network was cut {cluster.Cuts.Count} times in {Seeds} flows");
    }
}
