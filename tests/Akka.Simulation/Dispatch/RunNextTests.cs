using Akka.Actor;
using Akka.Configuration;
using Xunit;

namespace Akka.Simulation.Dispatch;

/// <summary>What a pool thread keeps for itself must not wait for an actor that keeps the thread.</summary>
public sealed class RunNextTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ActorSystem _system = ActorSystem.Create("run-next", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }"));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate().WaitAsync(Patience);

    [Fact]
    public async Task An_actor_with_more_to_do_runs_elsewhere_when_the_one_that_it_woke_blocks()
    {
        const int messages = 1000;
        using var end = new CountdownEvent(messages);
        var freed = new TaskCompletionSource();
        var blocked = _system.ActorOf(Props.Create(() => new Blocking(end, freed)));
        var busy = _system.ActorOf(Props.Create(() => new Busy(blocked, end)));

        // More than a run takes, so that the busy one has more to do when the blocking one is next on its thread.
        for (var i = 0; i < messages; i++)
            busy.Tell(i);

        await freed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Two_in_conversation_leave_room_for_others_on_their_threads()
    {
        var stop = new TaskCompletionSource();
        var answered = new TaskCompletionSource();
        var pairs = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => _system.ActorOf(Props.Create(() => new Talker(stop.Task)))).ToArray();
        foreach (var talker in pairs)
        {
            var other = _system.ActorOf(Props.Create(() => new Talker(stop.Task)));
            for (var i = 0; i < 100; i++)
                talker.Tell("ball", other);
        }

        var third = _system.ActorOf(Props.Create(() => new Third(answered)));
        third.Tell("go on");

        await answered.Task.WaitAsync(Patience);
        stop.SetResult();
    }

    private sealed class Busy(IActorRef woken, CountdownEvent end) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is 0)
                woken.Tell("block");
            end.Signal();
        }
    }

    private sealed class Blocking(CountdownEvent end, TaskCompletionSource freed) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (end.Wait(Patience))
                freed.SetResult();
        }
    }

    private sealed class Talker(Task stop) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (!stop.IsCompleted)
                Sender.Tell(message);
        }
    }

    // Each turn goes through the pool: it is never the one that a thread's actor has woken.
    private sealed class Third(TaskCompletionSource answered) : UntypedActor
    {
        private int _turns;

        protected override void OnReceive(object message)
        {
            if (++_turns == 20)
                answered.SetResult();
            else
                Task.Yield().GetAwaiter().OnCompleted(TellAgain(Self, message));
        }

        private static Action TellAgain(IActorRef self, object message) => () => self.Tell(message);
    }
}
