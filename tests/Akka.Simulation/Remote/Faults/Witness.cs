using Akka.Actor;

namespace Akka.Simulation.Remote.Faults;

/// <summary>Watches whom it is told to and keeps all it gets.</summary>
internal sealed class Witness(List<object> heard) : UntypedActor
{
    internal sealed record Watch(IActorRef Subject);

    protected override void OnReceive(object message)
    {
        if (message is Watch watch)
            Context.Watch(watch.Subject);
        else
            heard.Add(message);
    }
}

/// <summary>Passes on what it gets.</summary>
internal sealed class Echo : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message);
}
