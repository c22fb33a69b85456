using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Passes on what it receives, with the original sender.</summary>
public class ForwardActor : ReceiveActor
{
    public ForwardActor(IActorRef target)
    {
        ArgumentNullException.ThrowIfNull(target);
        ReceiveAny(message => target.Forward(message));
    }

    public static Props Props(IActorRef target) => Actor.Props.Create(() => new ForwardActor(target));
}
