using Akka.Actor;

namespace Actors.Storage.Internal;

/// <summary>
/// Parent of actors that each carry one transfer. One that fails is stopped, as its other end starts a new one; it never takes others with it. Beyond
/// <paramref name="max"/> at a time the asker gets its refusal.
/// </summary>
internal sealed class SessionParent(int max) : UntypedActor
{
    private int _count;

    public static Props Props(int max) => Akka.Actor.Props.Create(() => new SessionParent(max));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartSession start when _count >= max:
                if (start.Refusal is not null)
                    Sender.Tell(start.Refusal);
                break;
            case StartSession start:
                _count++;
                Context.Watch(Context.ActorOf(start.Session));
                break;
            case Terminated:
                _count--;
                break;
            default:
                Unhandled(message); // reports of sessions that nobody waits for
                break;
        }
    }
}

/// <param name="Session">The actor to start.</param>
/// <param name="Refusal">What the sender is told when there are too many; null: nothing.</param>
internal sealed record StartSession(Props Session, object? Refusal);
