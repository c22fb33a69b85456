using System.Collections.Concurrent;
using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class CoordinatedShutdownTests() : ActorTest("""
    akka.coordinated-shutdown {
      terminate-actor-system = off
      run-by-actor-system-terminate = off
      phases {
        first { depends-on = [], timeout = 10s }
        second { depends-on = [first], timeout = 50ms, recover = on }
        third { depends-on = [second], timeout = 10s, recover = off }
        off { depends-on = [third], enabled = off }
        last { depends-on = [off] }
      }
    }
    """)
{
    private readonly ConcurrentQueue<string> _ran = new();

    private CoordinatedShutdown Coordinated => CoordinatedShutdown.Get(Sys);

    [Fact]
    public async Task Phases_run_in_the_order_of_their_dependencies()
    {
        foreach (var phase in new[] { "last", "third", "first", "second" }) Add(phase);
        await Run();
        Assert.Equal(["first", "second", "third", "last"], _ran);
    }

    [Fact]
    public async Task The_phases_of_the_official_configuration_are_in_order()
    {
        string[] phases =
        [
            CoordinatedShutdown.PhaseBeforeServiceUnbind, CoordinatedShutdown.PhaseServiceUnbind, CoordinatedShutdown.PhaseServiceRequestsDone,
            CoordinatedShutdown.PhaseServiceStop, CoordinatedShutdown.PhaseBeforeClusterShutdown, CoordinatedShutdown.PhaseClusterShardingShutdownRegion,
            CoordinatedShutdown.PhaseClusterLeave, CoordinatedShutdown.PhaseClusterExiting, CoordinatedShutdown.PhaseClusterExitingDone,
            CoordinatedShutdown.PhaseClusterShutdown, CoordinatedShutdown.PhaseBeforeActorSystemTerminate, CoordinatedShutdown.PhaseActorSystemTerminate,
        ];
        foreach (var phase in phases.Reverse()) Add(phase);
        await Run();
        Assert.Equal(phases, _ran);
    }

    [Fact]
    public async Task The_tasks_of_a_phase_run_side_by_side()
    {
        var (one, other) = (new TaskCompletionSource<Done>(), new TaskCompletionSource<Done>());
        Add("first", () => { one.SetResult(Done.Instance); return other.Task; });
        Add("first", () => { other.SetResult(Done.Instance); return one.Task; });
        await Run();
    }

    [Fact]
    public async Task It_runs_once_for_the_first_reason()
    {
        Add("first");
        await Task.WhenAll(Run(), Coordinated.Run(CoordinatedShutdown.ClrExitReason.Instance));
        Assert.Equal(["first"], _ran);
        Assert.IsType<CoordinatedShutdown.UnknownReason>(Coordinated.ShutdownReason);
    }

    [Fact]
    public async Task A_task_that_fails_does_not_stop_a_phase_that_recovers()
    {
        Add("second", () => throw new BangException());
        Add("third");
        await Run();
        Assert.Equal(["third"], _ran);
    }

    [Fact]
    public async Task A_task_that_fails_ends_a_phase_that_does_not_recover()
    {
        Add("third", () => throw new BangException());
        Add("last");
        await Assert.ThrowsAnyAsync<Exception>(Run);
        Assert.Empty(_ran);
    }

    [Fact]
    public async Task A_phase_that_takes_too_long_is_left_behind()
    {
        Add("second", () => new TaskCompletionSource<Done>().Task);
        Add("third");
        await Run();
        Assert.Equal(["third"], _ran);
    }

    [Fact]
    public async Task A_disabled_phase_is_skipped()
    {
        Add("off");
        Add("last");
        await Run();
        Assert.Equal(["last"], _ran);
    }

    [Fact]
    public async Task It_can_start_at_a_later_phase()
    {
        foreach (var phase in new[] { "first", "second", "third" }) Add(phase);
        await Coordinated.Run(CoordinatedShutdown.UnknownReason.Instance, "second");
        Assert.Equal(["second", "third"], _ran);
    }

    [Fact]
    public async Task A_task_may_be_added_for_a_later_phase_while_it_runs()
    {
        Add("first", () =>
        {
            Add("third");
            return Task.FromResult(Done.Instance);
        });
        await Run();
        Assert.Equal(["third"], _ran);
    }

    [Fact]
    public void A_phase_that_is_not_configured_is_refused() => Assert.Throws<ArgumentException>(() => Add("unknown"));

    [Fact]
    public void The_time_of_a_phase_comes_from_the_configuration() => Assert.Equal(TimeSpan.FromMilliseconds(50), Coordinated.Timeout("second"));

    private Task Run() => Coordinated.Run(CoordinatedShutdown.UnknownReason.Instance);

    private void Add(string phase) => Add(phase, () =>
    {
        _ran.Enqueue(phase);
        return Task.FromResult(Done.Instance);
    });

    private void Add(string phase, Func<Task<Done>> task) => Coordinated.AddTask(phase, "task of " + phase, task);
}
