using Akka.Actor;
using Akka.Configuration;
using Xunit;

namespace Akka.Simulation.Dispatch;

/// <summary>The narrow moments of the mailbox, met again and again: work that comes just when the actor gives its thread back must wake it.
/// After each round nothing else would.</summary>
public sealed class WakeUpTests : IDisposable
{
    private const int Rounds = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ActorSystem _system = ActorSystem.Create("wake-up", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }"));
    private readonly Counting _counted = new();
    private readonly IInternalActorRef _actor;

    public WakeUpTests() => _actor = (IInternalActorRef)_system.ActorOf(Props.Create(() => new CountingActor(_counted)));

    public void Dispose() => _system.Terminate().Wait(Patience);

    [Fact]
    public void A_message_that_meets_an_actor_going_idle() => Repeat(_ => _actor.Tell("message"));

    [Fact]
    public void A_resume_that_meets_an_actor_parking() => Repeat(random =>
    {
        _actor.Suspend();
        _actor.Tell("message");
        Thread.SpinWait(random.Next(100));
        _actor.Resume();
    });

    [Fact]
    public void A_message_and_a_resume_from_different_threads()
    {
        using var meeting = new Barrier(2);
        var rounds = Rounds * Seeds.Of(1).Count();
        var teller = new Thread(() =>
        {
            var random = new Random(1);
            for (var round = 0; round < rounds && meeting.SignalAndWait(Patience); round++)
            {
                Thread.SpinWait(random.Next(100));
                _actor.Tell("message");
            }
        });
        teller.Start();
        Repeat(random =>
        {
            _actor.Suspend();
            meeting.SignalAndWait(Patience);
            Thread.SpinWait(random.Next(100));
            _actor.Resume();
        });
        teller.Join();
    }

    [Fact]
    public void A_handler_that_completes_while_its_actor_parks() => Repeat(random =>
    {
        var gate = new TaskCompletionSource();
        _actor.Tell(gate.Task);
        Thread.SpinWait(random.Next(100));
        gate.SetResult();
    });

    private void Repeat(Action<Random> round)
    {
        var done = 0;
        foreach (var seed in Seeds.Of(1))
        {
            var random = new Random(seed);
            for (var i = 0; i < Rounds; i++)
            {
                round(random);
                done++;
                if (_counted.Value == done) continue;
                Assert.True(SpinWait.SpinUntil(() => _counted.Value >= done, Patience), $"seed {seed}, round {i}: the actor sleeps");
            }
        }
    }

    private sealed class Counting
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Increment() => Volatile.Write(ref _value, _value + 1);
    }

    private sealed class CountingActor : ReceiveActor
    {
        public CountingActor(Counting counting)
        {
            ReceiveAsync<Task>(async gate =>
            {
                await gate;
                counting.Increment();
            });
            ReceiveAny(_ => counting.Increment());
        }
    }
}
