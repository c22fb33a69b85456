using Xunit;

namespace Actors.Tests.Futures;

public sealed class FutureSimulationTests
{
    [Fact]
    public void Whatever_is_needed_ends_with_the_right_value_or_its_own_failure_and_nothing_stays()
    {
        var repeated = 0;
        for (var seed = 0; seed < 1500; seed++)
        {
            var simulation = new FutureSimulation(seed);
            simulation.Run(steps: 120);
            repeated += simulation.Repeated;
        }

        Assert.NotEqual(0, repeated); // values were lost and made again
    }
}
