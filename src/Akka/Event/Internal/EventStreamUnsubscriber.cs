using Akka.Actor;

namespace Akka.Event.Internal;

/// <summary>Unsubscribes actors from the event stream when they stop. It watches every subscriber to its end: unwatching one that
/// unsubscribed itself would race with its next subscription, and a watch costs little.</summary>
internal sealed class EventStreamUnsubscriber(EventStream stream) : UntypedActor
{
    internal sealed record Register(IActorRef Subscriber) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Register register:
                Context.Watch(register.Subscriber);
                break;
            case Terminated terminated:
                stream.Unsubscribe(terminated.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
