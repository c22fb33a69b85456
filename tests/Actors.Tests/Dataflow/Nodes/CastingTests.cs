using Xunit;

namespace Actors.Tests.Dataflow.Nodes;

/// <summary>Who runs where, wired how: without any actor of the engine.</summary>
public sealed class CastingTests
{
    private static readonly int Seeds = Environment.GetEnvironmentVariable("ACTORS_LONG") == "1" ? 10_000 : 80;
    private static readonly int FirstSeed = Environment.GetEnvironmentVariable("ACTORS_SEED") is { } given ? int.Parse(given) : 1;

    [Fact]
    public void Every_edge_is_wired_once_at_both_ends_whatever_becomes_of_the_flow_and_the_nodes()
    {
        var losses = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            var world = new CastWorld(seed);
            var step = 0;
            try
            {
                for (; step < 60; step++)
                {
                    world.Step();
                    world.Check();
                }

                world.AssertNothingIsLeft();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}, step {step}: {failure.Message}", failure);
            }

            losses += world.Losses;
        }

        Assert.True(losses > Seeds, $"only {losses} nodes were lost");
    }
}
