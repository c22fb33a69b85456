using Akka.Actor;
using Akka.Event;
using Xunit;

namespace Akka.Simulation.Actor;

/// <summary>What the services of the core do in a simulation: nothing goes on outside of its thread.</summary>
public sealed class OneThreadTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly OneThread _world = new("akka.log-dead-letters = 2, akka.log-dead-letters-suspend-duration = 1 minute");
    private readonly List<object> _received = [];

    [Fact]
    public void The_result_of_an_Ask_is_piped()
    {
        var echo = Spawn((context, message) => context.Sender.Tell(message));
        var collector = Collector();
        Spawn((_, _) => echo.Ask("reply", Second).PipeTo(collector)).Tell("go", ActorRefs.NoSender);
        _world.Run();

        Assert.Equal(["reply"], _received);
    }

    [Fact]
    public void The_timeout_of_an_Ask_is_piped_at_its_time()
    {
        var deaf = Spawn((_, _) => { });
        var collector = Collector();
        Spawn((_, _) => deaf.Ask("question", Second).PipeTo(collector)).Tell("go", ActorRefs.NoSender);
        _world.Advance(Second / 2);
        Assert.Empty(_received);

        _world.Advance(Second);
        Assert.IsType<AskTimeoutException>(Assert.IsType<Status.Failure>(Assert.Single(_received)).Cause);
    }

    [Fact]
    public void A_graceful_stop_is_awaited_inside_an_actor()
    {
        var target = Spawn((_, _) => { });
        _world.System.ActorOf(Props.Create(() => new Stopper(target, _received))).Tell("go", ActorRefs.NoSender);
        _world.Run();

        Assert.Equal([true], _received);
    }

    [Fact]
    public void A_graceful_stop_that_takes_too_long_fails_at_its_time()
    {
        var stubborn = Spawn((_, _) => { });
        var stopped = stubborn.GracefulStop(Second, "please");
        _world.Advance(2 * Second);

        Assert.IsType<TaskCanceledException>(stopped.Exception?.InnerException);
    }

    [Fact]
    public void The_system_terminates_through_its_coordinated_shutdown()
    {
        CoordinatedShutdown.Get(_world.System).AddTask(CoordinatedShutdown.PhaseServiceStop, "note", async () =>
        {
            await Collector().Ask<object>("stopping", Second);
            return Done.Instance;
        });
        var terminated = _world.System.Terminate();
        _world.Run();

        Assert.Equal(["stopping"], _received);
        Assert.True(terminated.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_phase_that_takes_too_long_is_left_behind_at_its_time()
    {
        CoordinatedShutdown.Get(_world.System).AddTask(CoordinatedShutdown.PhaseServiceStop, "never", () => new TaskCompletionSource<Done>().Task);
        var terminated = _world.System.Terminate();
        _world.Advance(4.9 * Second);
        Assert.False(terminated.IsCompleted);

        _world.Advance(0.2 * Second);
        Assert.True(terminated.IsCompletedSuccessfully);
    }

    [Fact]
    public void Dead_letters_are_logged_again_after_the_pause()
    {
        _world.System.EventStream.Subscribe<Info>(Collector());
        for (var i = 0; i < 5; i++) _world.System.DeadLetters.Tell(i, ActorRefs.NoSender);
        _world.Run();
        Assert.Equal(2, _received.Count);

        _world.Advance(TimeSpan.FromMinutes(1));
        _world.System.DeadLetters.Tell("after the pause", ActorRefs.NoSender);
        _world.Run();
        var text = Assert.IsType<Info>(_received[^1]).Message.ToString()!;
        Assert.Contains("of which 3 were not logged", text);
        Assert.Contains("after the pause", text);
    }

    [Fact]
    public void Log_events_carry_the_time_of_the_simulation()
    {
        _world.Advance(TimeSpan.FromDays(1));
        _world.System.EventStream.Subscribe<Info>(Collector());
        _world.System.Log.Info("now");
        _world.Run();

        Assert.Equal(DateTime.UnixEpoch.AddDays(1), Assert.IsType<Info>(Assert.Single(_received)).Timestamp);
    }

    private IActorRef Collector() => Spawn((context, message) =>
    {
        _received.Add(message);
        if (message is string) context.Sender.Tell(message);
    });

    private IActorRef Spawn(Action<IActorContext, object> onReceive) => _world.System.ActorOf(Props.Create(() => new FunctionActor(onReceive)));

    private sealed class FunctionActor(Action<IActorContext, object> onReceive) : UntypedActor
    {
        protected override void OnReceive(object message) => onReceive(Context, message);
    }

    private sealed class Stopper : ReceiveActor
    {
        public Stopper(IActorRef target, List<object> results) =>
            ReceiveAsync<string>(async _ => results.Add(await target.GracefulStop(Second)));
    }
}
