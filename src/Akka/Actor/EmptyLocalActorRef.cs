#nullable disable annotations
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Stands for a path of this node at which no actor is: all it is told becomes dead letters, and a watch is answered at once.</summary>
public class EmptyLocalActorRef : MinimalActorRef
{
    private readonly EventStream _eventStream;

    public EmptyLocalActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
    {
        Provider = provider;
        Path = path;
        _eventStream = eventStream;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public override bool IsTerminated => true;

    public override void SendSystemMessage(ISystemMessage message) => SpecialHandle(message, Provider.DeadLetters);

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is DeadLetter letter)
            HandleLetter(letter);
        else if (!SpecialHandle(message, sender))
            Publish(message, sender, this);
    }

    /// <returns>Whether the message needs no dead letter.</returns>
    protected virtual bool SpecialHandle(object message, IActorRef sender)
    {
        switch (message)
        {
            case Watch watch:
                if (watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
                    watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, existenceConfirmed: false, addressTerminated: false));
                return true;
            case Unwatch:
                return true;
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), this);
                return true;
            case ActorSelectionMessage selection:
                if (selection.Message is Identify wanted)
                {
                    if (!selection.WildCardFanOut)
                        sender?.Tell(new ActorIdentity(wanted.MessageId, null), this);
                }
                else if (!selection.WildCardFanOut)
                {
                    Publish(selection.Message, sender, this);
                }
                return true;
            case IDeadLetterSuppression suppressed:
                _eventStream.Publish(new SuppressedDeadLetter(suppressed, sender ?? Provider.DeadLetters, this));
                return true;
            default:
                return false;
        }
    }

    /// <summary>As <see cref="SpecialHandle"/>, for a message that was meant for somebody else.</summary>
    private protected bool HandleLetter(DeadLetter letter)
    {
        if (letter.Message is not IDeadLetterSuppression suppressed)
            return SpecialHandle(letter.Message, letter.Sender);
        _eventStream.Publish(new SuppressedDeadLetter(suppressed, letter.Sender, letter.Recipient));
        return true;
    }

    private protected void Publish(object message, IActorRef sender, IActorRef recipient) =>
        _eventStream.Publish(new DeadLetter(message, sender ?? Provider.DeadLetters, recipient));
}

/// <summary>Where everything ends up that reached nobody; publishes it on the event stream.</summary>
public class DeadLetterActorRef : EmptyLocalActorRef
{
    private readonly EventStream _eventStream;

    public DeadLetterActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream) : base(provider, path, eventStream) => _eventStream = eventStream;

    protected override void TellInternal(object message, IActorRef sender)
    {
        switch (message)
        {
            case DeadLetter letter:
                if (!HandleLetter(letter))
                    _eventStream.Publish(letter);
                break;
            default:
                if (!SpecialHandle(message, sender))
                    Publish(message, sender, this);
                break;
        }
    }

    protected override bool SpecialHandle(object message, IActorRef sender)
    {
        // A watch on the dead letters themselves is nonsense, one on an actor that is gone is answered.
        if (message is Watch watch && !watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
        {
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, existenceConfirmed: false, addressTerminated: false));
            return true;
        }
        return base.SpecialHandle(message, sender);
    }
}

/// <summary>Swallows everything.</summary>
internal sealed class IgnoreActorRef(IActorRefProvider provider) : MinimalActorRef
{
    private static readonly ActorPath IgnorePath = new RootActorPath(new Address("akka", "local")) / "ignore";

    public override ActorPath Path => IgnorePath;

    public override IActorRefProvider Provider => provider;

    public static bool IsIgnoreRefPath(string path) => path == IgnorePath.ToString();
}
