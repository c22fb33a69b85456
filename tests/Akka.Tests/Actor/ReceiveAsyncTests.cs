using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class ReceiveAsyncTests : ActorTest
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public void Self_and_Sender_are_the_same_after_an_await()
    {
        var actor = Async(async (message, context) =>
        {
            await Task.Yield();
            await _gate.Task;
            context.Sender.Tell(context.Self);
        });
        var probe = CreateTestProbe();
        actor.Tell("first", TestActor);
        actor.Tell("second", probe.Ref);
        _gate.SetResult();
        ExpectMsg(actor);
        probe.ExpectMsg(actor);
    }

    [Fact]
    public void Nothing_else_is_handled_until_the_handler_is_done()
    {
        var actor = Async(async (message, _) =>
        {
            TestActor.Tell($"begin {message}");
            if (message is "slow") await _gate.Task;
            TestActor.Tell($"end {message}");
        });
        actor.Tell("slow");
        actor.Tell("quick");
        ExpectMsg("begin slow");
        _gate.SetResult();
        ExpectMsg("end slow");
        ExpectMsg("begin quick");
        ExpectMsg("end quick");
    }

    [Fact]
    public void Plain_handlers_wait_for_an_async_one()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Mixed(TestActor, _gate.Task)));
        actor.Tell(1);
        actor.Tell("plain");
        ExpectMsg("begin");
        _gate.SetResult();
        ExpectMsg("end");
        ExpectMsg("plain");
    }

    [Fact]
    public void Many_async_messages_keep_their_order()
    {
        var actor = Async(async (message, _) =>
        {
            await Task.Yield();
            TestActor.Tell(message);
        });
        foreach (var number in Enumerable.Range(0, 500)) actor.Tell(number);
        foreach (var number in Enumerable.Range(0, 500)) ExpectMsg(number);
    }

    [Fact]
    public void An_exception_before_the_first_await_goes_to_the_supervisor() => FailsWith((_, _) => throw new BangException());

    [Fact]
    public void An_exception_after_an_await_goes_to_the_supervisor() => FailsWith(async (_, _) =>
    {
        await Task.Yield();
        throw new BangException();
    });

    [Fact]
    public void A_handler_that_gives_a_failed_task_goes_to_the_supervisor() => FailsWith((_, _) => Task.FromException(new BangException()));

    [Fact]
    public void A_stop_takes_effect_while_a_handler_waits()
    {
        var actor = Async((_, _) =>
        {
            TestActor.Tell("begun");
            return _gate.Task;
        });
        Watch(actor);
        actor.Tell("wait");
        ExpectMsg("begun");
        Sys.Stop(actor);
        ExpectTerminated(actor);
        _gate.SetResult();
    }

    [Fact]
    public void Become_works_after_an_await()
    {
        var actor = Async(async (_, context) =>
        {
            await Task.Yield();
            context.Become(message =>
            {
                TestActor.Tell($"then {message}");
                return true;
            });
        });
        actor.Tell("switch");
        actor.Tell("message");
        ExpectMsg("then message");
    }

    [Fact]
    public void Another_actor_can_be_asked_and_its_answer_awaited()
    {
        var echo = Sys.ActorOf(TestKit.TestActors.SimpleEchoActor.Props());
        var actor = Async(async (message, context) => context.Sender.Tell(await echo.Ask<string>($"echo of {message}")));
        actor.Tell("question");
        ExpectMsgFrom(actor, "echo of question");
    }

    [Fact]
    public void Static_Context_is_there_after_an_await()
    {
        var actor = Sys.ActorOf(Props.Create(() => new CreatesChildLater(TestActor)));
        actor.Tell("now");
        Assert.Equal(actor.Path, ExpectMsg<IActorRef>().Path.Parent);
    }

    [Fact]
    public void RunTask_of_an_untyped_actor_holds_back_messages_too()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Untyped(TestActor, _gate.Task)));
        actor.Tell("slow");
        actor.Tell("quick");
        ExpectMsg("begin slow");
        _gate.SetResult();
        ExpectMsg("end slow");
        ExpectMsg("begin quick");
    }

    [Fact]
    public void A_predicate_chooses_among_async_handlers()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Choosing(TestActor)));
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("three");
        ExpectMsg("odd");
        ExpectMsg("even");
        ExpectMsg("other");
    }

    private IActorRef Async(Func<object, IActorContext, Task> handler) => Sys.ActorOf(Props.Create(() => new AnyAsync(TestActor, handler)));

    private void FailsWith(Func<object, IActorContext, Task> handler)
    {
        Async(handler).Tell("fail");
        ExpectMsg("restarted after bang with fail");
    }

    private sealed class AnyAsync : ReceiveActor
    {
        private readonly IActorRef _log;

        public AnyAsync(IActorRef log, Func<object, IActorContext, Task> handler)
        {
            _log = log;
            ReceiveAnyAsync(message => handler(message, Context));
        }

        protected override void PreRestart(Exception reason, object message) => _log.Tell($"restarted after {reason.Message} with {message}");
    }

    private sealed class Mixed : ReceiveActor
    {
        public Mixed(IActorRef log, Task gate)
        {
            ReceiveAsync<int>(async _ =>
            {
                log.Tell("begin");
                await gate;
                log.Tell("end");
            });
            Receive<string>(log.Tell);
        }
    }

    private sealed class CreatesChildLater : ReceiveActor
    {
        public CreatesChildLater(IActorRef log) => ReceiveAsync<string>(async _ =>
        {
            await Task.Yield();
            log.Tell(Context.ActorOf(TestKit.TestActors.BlackHoleActor.Props));
        });
    }

    private sealed class Untyped(IActorRef log, Task gate) : UntypedActor
    {
        protected override void OnReceive(object message) => RunTask(async () =>
        {
            log.Tell($"begin {message}");
            await gate;
            log.Tell($"end {message}");
        });
    }

    private sealed class Choosing : ReceiveActor
    {
        public Choosing(IActorRef log)
        {
            ReceiveAsync<int>(number => number % 2 == 0, _ => Say("even"));
            ReceiveAsync<int>(_ => Say("odd"), number => number % 2 == 1);
            ReceiveAnyAsync(_ => Say("other"));

            async Task Say(string text)
            {
                await Task.Yield();
                log.Tell(text);
            }
        }
    }
}
