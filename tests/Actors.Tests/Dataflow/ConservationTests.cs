using Actors.Dataflow;
using Akka.Actor;
using Xunit;

namespace Actors.Tests.Dataflow;

/// <summary>No event is lost or doubled, whatever the graph. The seed of a failure is in its message.</summary>
public sealed class ConservationTests
{
    private static readonly int Graphs = Environment.GetEnvironmentVariable("ACTORS_LONG") == "1" ? 20_000 : 1_000;

    [Fact]
    public async Task No_event_is_lost_or_doubled_in_a_thousand_random_graphs()
    {
        using var system = ActorSystem.Create("conservation", "akka.loglevel = ERROR");
        var firstSeed = Environment.GetEnvironmentVariable("ACTORS_SEED") is { } given ? int.Parse(given) : 1;
        for (var seed = firstSeed; seed < firstSeed + Graphs; seed++) await CheckAsync(seed, system);
        await system.Terminate();
    }

    [Fact]
    public async Task A_flow_that_drops_an_event_is_found_out()
    {
        using var system = ActorSystem.Create("conservation", "akka.loglevel = ERROR");
        await using var director = new Director("broken", system);
        var flow = new RandomFlow(1, director);
        await director.RunAsync();
        var expected = flow.Expected();
        var (key, count) = expected.First();
        expected[key] = count + 1;
        Assert.NotEqual(expected, flow.Arrived);
    }

    private static async Task CheckAsync(int seed, ActorSystem system)
    {
        await using var director = new Director($"seed-{seed}", system);
        var flow = new RandomFlow(seed, director);
        try
        {
            await director.RunAsync();
        }
        catch (FlowEndedException failure)
        {
            Assert.Fail($"seed {seed}: {failure.Message}");
        }

        flow.AssertConserved($"seed {seed}");
    }
}
