using Akka.Actor;
using Akka.Event;
using Google.Protobuf;

namespace Actors.Services.Internal;

/// <summary>
/// Messages of the protocol that cannot be what they say, or are not for the actor that has them: nobody handles them. The first of each kind is logged; a program that is wrong sends many.
/// </summary>
internal sealed class OddMessages(ILoggingAdapter log)
{
    private readonly HashSet<Type> _kinds = [];

    public void Mention(object message, IActorRef sender)
    {
        if (message is IMessage && _kinds.Add(message.GetType()))
            log.Warning("A {0} from {1} is malformed or not for this actor, and is dropped; further ones are not mentioned", message.GetType().Name, sender);
    }
}
