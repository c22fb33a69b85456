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
                TrySpawn(spawn);
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

    private void TrySpawn(TestActor.Spawn spawn)
    {
        try
        {
            // The child's failures come as system messages behind this one, when its strategy is known.
            var child = spawn.Apply(Context);
            if (spawn._supervisorStrategy.HasValue) _strategy.Update(child, spawn._supervisorStrategy.Value);
            Acknowledge(child);
        }
        catch (Exception problem)
        {
            // The test that asked for the child handles it.
            Acknowledge(new Status.Failure(problem));
        }
    }

    private void Acknowledge(object answer)
    {
        if (!Sender.Equals(Context.System.DeadLetters)) Sender.Tell(answer, Self);
    }

    /// <summary>What the test never read becomes dead letters, as in any actor's mailbox.</summary>
    protected override void PostStop()
    {
        foreach (var envelope in received.Drain())
            Context.System.DeadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender, Self), envelope.Sender);
    }
}
