using Actors.Jobs.Workers;
using Xunit;

namespace Actors.Tests.Jobs.Workers;

public class WorkerIdentityTests
{
    [Theory]
    [InlineData(5000, 5000)]
    [InlineData(-5000, 1001)]
    public void After_a_restart_a_worker_is_a_later_one_even_when_the_clock_was_set_back(int now, long expected)
    {
        var worker = new WorkerIdentity("worker", 1000, []);
        Assert.Equal(expected, worker.AfterRestart(DateTimeOffset.FromUnixTimeMilliseconds(now)).Incarnation);
    }
}
