using Actors.Jobs.Processes;
using Xunit;

namespace Actors.Sandbox.Tests;

public class ProcessorTimeTests
{
    private readonly ProcessorTime _time = new();

    [Fact]
    public void Children_that_vanish_unasked_count_as_far_as_they_were_seen()
    {
        for (var pid = 10; pid < 20; pid++)
            _time.Look([Use(1, 0.1), Use(pid, 0.5)]); // each gone at the next look, and not in what the first has waited for

        Assert.Equal(5.1, _time.Total.TotalSeconds, 3);
    }

    [Fact]
    public void Children_that_were_waited_for_count_once_and_in_full()
    {
        _time.Look([Use(1, 0.1), Use(10, 0.5)]);
        _time.Look([Use(1, 0.1, waitedFor: 2)]);

        Assert.Equal(2.1, _time.Total.TotalSeconds, 3);
    }

    [Fact]
    public void A_number_that_is_used_again_is_another_process()
    {
        _time.Look([Use(10, 0.5)]);
        _time.Look([Use(10, 0.4, start: 7)]);

        Assert.Equal(0.9, _time.Total.TotalSeconds, 3);
    }

    private static ProcessUse Use(int pid, double cpu, double waitedFor = 0, long start = 1) =>
        new(pid, start) { Cpu = TimeSpan.FromSeconds(cpu), WaitedForCpu = TimeSpan.FromSeconds(waitedFor) };
}
