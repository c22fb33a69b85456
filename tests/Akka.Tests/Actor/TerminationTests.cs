using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.Tests.Actor;

public class TerminationTests : ActorTest
{
    [Fact]
    public async Task Terminate_stops_all_actors_and_completes_WhenTerminated()
    {
        var stopped = new ConcurrentQueue<string>();
        Sys.ActorOf(Props.Create(() => new Noting(stopped)), "actor");
        Assert.False(Sys.WhenTerminated.IsCompleted);
        await Sys.Terminate();
        await Sys.WhenTerminated;
        Assert.Equal(["actor"], stopped);
    }

    [Fact]
    public async Task Children_stop_before_their_parents()
    {
        var stopped = new ConcurrentQueue<string>();
        var parent = Sys.ActorOf(Props.Create(() => new Noting(stopped)), "parent");
        parent.Tell(Props.Create(() => new Noting(stopped)));
        ExpectMsg<IActorRef>();
        await Sys.Terminate();
        Assert.Equal(["child", "parent"], stopped);
    }

    [Fact]
    public async Task User_actors_stop_before_those_of_the_system()
    {
        var stopped = new ConcurrentQueue<string>();
        ((ExtendedActorSystem)Sys).SystemActorOf(Props.Create(() => new Noting(stopped)), "system");
        Sys.ActorOf(Props.Create(() => new Noting(stopped)), "user");
        await Sys.Terminate();
        Assert.Equal(["user", "system"], stopped);
    }

    [Fact]
    public async Task What_is_registered_runs_after_all_actors_have_stopped_in_reverse_order()
    {
        var order = new ConcurrentQueue<string>();
        Sys.ActorOf(Props.Create(() => new Noting(order)), "actor");
        Sys.RegisterOnTermination(() => order.Enqueue("first"));
        Sys.RegisterOnTermination(() => order.Enqueue("second"));
        await Sys.Terminate();
        Assert.Equal(["actor", "second", "first"], order);
    }

    [Fact]
    public async Task Terminating_twice_is_terminating_once()
    {
        await Task.WhenAll(Sys.Terminate(), Sys.Terminate());
        await Sys.Terminate();
    }

    [Fact]
    public async Task A_terminated_system_makes_no_actors()
    {
        await Sys.Terminate();
        Assert.Throws<InvalidOperationException>(() => Sys.ActorOf(BlackHoleActor.Props));
    }

    [Fact]
    public async Task Dispose_terminates()
    {
        var system = ActorSystem.Create("disposed");
        system.Dispose();
        await system.WhenTerminated.WaitAsync(RemainingOrDefault);
    }

    [Fact]
    public async Task Terminate_runs_the_coordinated_shutdown()
    {
        var reasons = new ConcurrentQueue<CoordinatedShutdown.Reason>();
        var shutdown = CoordinatedShutdown.Get(Sys);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () =>
        {
            reasons.Enqueue(shutdown.ShutdownReason);
            return Task.FromResult(Done.Instance);
        });
        await Sys.Terminate();
        Assert.IsType<CoordinatedShutdown.ActorSystemTerminateReason>(Assert.Single(reasons));
    }

    private sealed class Noting(ConcurrentQueue<string> stopped) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(Context.ActorOf((Props)message, "child"));

        protected override void PostStop() => stopped.Enqueue(Self.Path.Name);
    }
}
