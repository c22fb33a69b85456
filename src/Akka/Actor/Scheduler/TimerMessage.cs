using Akka.Event;

namespace Akka.Actor.Scheduler;

/// <summary>
/// What a timer puts into its actor's mailbox: the user's message with the key and generation of the timer, so that the actor can tell at
/// delivery whether the timer still stands.
/// </summary>
internal class TimerMessage(TimerScheduler owner, object key, long generation, object message, IActorRef? sender)
    : ITimerMessage, IWrappedMessage, IDeadLetterSuppression
{
    private readonly IActorRef? _sender = sender;

    public TimerScheduler Owner { get; } = owner;

    public object Key { get; } = key;

    public long Generation { get; } = generation;

    public object Message { get; } = message;

    public bool TryUnwrap(ActorCell cell, out object message, out IActorRef? sender)
    {
        message = Message;
        sender = _sender;
        return Owner.Accepts(this);
    }

    public override string ToString() => $"{Message} of timer [{Key}]";
}

/// <summary>The envelope of a message that does not restart the receive time-out.</summary>
internal sealed class QuietTimerMessage(TimerScheduler owner, object key, long generation, object message, IActorRef? sender)
    : TimerMessage(owner, key, generation, message, sender), INotInfluenceReceiveTimeout;
