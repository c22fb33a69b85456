using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>The test actor: records what it receives for the test to read.</summary>
internal sealed class RecordingActor(ReceivedMessages received) : ActorBase
{
    private readonly DelegatingSupervisorStrategy _strategy = new();
    private TestActor.Ignore? _ignore;
    private AutoPilot _pilot = NoAutoPilot.Instance;

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case TestActor.SetIgnore set:
                _ignore = set.Ignore;
                break;
            case TestActor.SetAutoPilot set:
                _pilot = set.AutoPilot;
                break;
            case TestActor.Watch watch:
                Acknowledge(Context.Watch(watch.Actor));
                break;
            case TestActor.Unwatch unwatch:
                Acknowledge(Context.Unwatch(unwatch.Actor));
                break;
            case TestActor.Spawn spawn:
                Acknowledge(Create(spawn));
                break;
            default:
                Record(message);
                break;
        }

        return true;
    }

    private void Record(object message)
    {
        var next = _pilot.Run(Sender, message);
        if (next is not KeepRunning) _pilot = next;
        if (_ignore?.Invoke(message) == true) return;
        received.Add(new RealMessageEnvelope(message, Sender));
    }

    private IActorRef Create(TestActor.Spawn spawn)
    {
        // The child runs only after this message, or on its own thread: a failure in its constructor
        // comes back as a system message behind this one, when its strategy is known.
        var child = spawn.Apply(Context);
        if (spawn._supervisorStrategy.HasValue) _strategy.Update(child, spawn._supervisorStrategy.Value);
        return child;
    }

    private void Acknowledge(IActorRef subject)
    {
        if (!Sender.Equals(Context.System.DeadLetters)) Sender.Tell(subject, Self);
    }

    /// <summary>What the test never read becomes dead letters, as in any actor's mailbox.</summary>
    protected override void PostStop()
    {
        foreach (var envelope in received.Drain())
            Context.System.DeadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender, Self), envelope.Sender);
    }
}
