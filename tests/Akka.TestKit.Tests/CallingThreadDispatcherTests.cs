using Akka.Actor;
using Xunit;

namespace Akka.TestKit.Tests;

public class CallingThreadDispatcherTests : KitTest
{
    [Fact]
    public void A_message_has_been_handled_when_Tell_returns()
    {
        var handled = new List<object>();
        var actor = OnThisThread(handled.Add);
        foreach (var number in Enumerable.Range(0, 100)) actor.Tell(number);
        Assert.Equal(Enumerable.Range(0, 100), handled.Cast<int>());
    }

    [Fact]
    public void It_is_handled_on_the_thread_of_the_sender()
    {
        var actor = OnThisThread(_ => TestActor.Tell(Environment.CurrentManagedThreadId));
        actor.Tell("here");
        ExpectMsg(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void A_message_to_itself_is_handled_after_the_one_at_hand()
    {
        var handled = new List<object>();
        IActorRef actor = ActorRefs.Nobody;
        actor = OnThisThread(message =>
        {
            if (message is int and > 0) actor.Tell((int)message - 1);
            handled.Add(message);
        });
        actor.Tell(1_000);
        Assert.Equal(Enumerable.Range(0, 1_001).Reverse(), handled.Cast<int>());
    }

    [Fact]
    public void Two_actors_that_send_to_each_other_do_not_exhaust_the_stack()
    {
        IActorRef one = ActorRefs.Nobody, other = ActorRefs.Nobody;
        one = OnThisThread(message => Pass(other, message));
        other = OnThisThread(message => Pass(one, message));
        one.Tell(100_000);
        ExpectMsg("done");

        void Pass(IActorRef next, object message)
        {
            if (message is > 0 and int number) next.Tell(number - 1);
            else TestActor.Tell("done");
        }
    }

    [Fact]
    public async Task While_one_thread_runs_the_actor_another_only_queues()
    {
        using var begun = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var handled = new List<object>();
        var actor = OnThisThread(message =>
        {
            if (message is "slow")
            {
                begun.Release();
                goOn.Wait();
            }

            handled.Add(message);
        });
        var slow = Task.Run(() => actor.Tell("slow"));
        await begun.WaitAsync();
        actor.Tell("queued");
        Assert.Empty(handled);
        goOn.Release();
        await slow;
        Assert.Equal(["slow", "queued"], handled);
    }

    [Fact]
    public void A_failure_and_its_restart_are_over_when_Tell_returns_if_the_parent_runs_here_too()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent()).WithDispatcher(CallingThreadDispatcher.Id));
        parent.Tell(Props.Create(() => new Failing(TestActor)).WithDispatcher(CallingThreadDispatcher.Id));
        var child = ExpectMsg<IActorRef>();
        child.Tell("fail");
        Assert.True(HasMessages);
        ExpectMsg("restarted");
    }

    [Fact]
    public async Task An_async_handler_goes_on_where_its_task_completes()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, gate.Task)).WithDispatcher(CallingThreadDispatcher.Id));
        actor.Tell("one");
        actor.Tell("two");
        Assert.False(HasMessages);
        gate.SetResult();
        await ExpectMsgAsync("one");
        await ExpectMsgAsync("two");
    }

    [Fact]
    public void The_context_of_the_sender_is_as_before()
    {
        OnThisThread(_ => { }).Tell("there");
        Sys.ActorOf(TestActors.SimpleEchoActor.Props()).Tell("back");
        ExpectMsg("back");
    }

    private IActorRef OnThisThread(Action<object> handler) =>
        Sys.ActorOf(Props.Create(() => new Acting(handler)).WithDispatcher(CallingThreadDispatcher.Id));

    private sealed class Acting(Action<object> handler) : UntypedActor
    {
        protected override void OnReceive(object message) => handler(message);
    }

    private sealed class Parent : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(Context.ActorOf((Props)message));
    }

    private sealed class Failing(IActorRef log) : UntypedActor
    {
        protected override void OnReceive(object message) => throw new InvalidTimeZoneException();

        protected override void PostRestart(Exception reason) => log.Tell("restarted");
    }

    private sealed class Waiting : ReceiveActor
    {
        public Waiting(IActorRef log, Task gate) => ReceiveAnyAsync(async message =>
        {
            await gate;
            log.Tell(message);
        });
    }
}
