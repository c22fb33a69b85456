using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>The receiving end of an <see cref="Inbox"/>: puts what comes into its queue.</summary>
internal sealed class InboxActor(InboxQueue queue) : UntypedActor
{
    /// <summary>Commands of the inbox to its actor; they never leave the process.</summary>
    internal sealed record Watch(IActorRef Subject, object? Message) : INoSerializationVerificationNeeded;

    internal sealed record Unwatch(IActorRef Subject) : INoSerializationVerificationNeeded;

    private bool _warned;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Watch { Message: null } watch:
                Context.Watch(watch.Subject);
                break;
            case Watch watch:
                Context.WatchWith(watch.Subject, watch.Message!);
                break;
            case Unwatch unwatch:
                Context.Unwatch(unwatch.Subject);
                break;
            default:
                Add(message);
                break;
        }
    }

    private void Add(object message)
    {
        if (queue.TryAdd(message))
        {
            _warned = false;
        }
        else if (!_warned)
        {
            _warned = true;
            Context.GetLogger().Warning("Inbox is full and drops messages until some are received (akka.actor.inbox.inbox-size); first: {0}", message.GetType());
        }
    }
}
