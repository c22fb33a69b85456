#nullable disable annotations
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event.Internal;

namespace Akka.Event;

/// <summary>The bus of an actor system: any object is an event, its type the channel. A subscriber that stops is unsubscribed.</summary>
public class EventStream : LoggingBus
{
    // Guards both fields below: a subscriber is either handed to the unsubscriber or waits for it to be started.
    private readonly Lock _lock = new();
    private readonly List<IActorRef> _unwatched = [];
    private IActorRef _unsubscriber;
    private readonly bool _debug;

    /// <param name="debug">Publish each change of subscriptions at debug level: <c>akka.actor.debug.event-stream</c>.</param>
    public EventStream(bool debug) => _debug = debug;

    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        if (_debug) Trace($"subscribing {subscriber} to channel {channel}");
        var isNew = base.Subscribe(subscriber, channel);
        // Afterwards: one that is already dead is unsubscribed as soon as it is watched, and that must find the subscription.
        WatchForTermination(subscriber);
        return isNew;
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        if (_debug) Trace($"unsubscribing {subscriber} from channel {channel}");
        return base.Unsubscribe(subscriber, channel);
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        if (_debug) Trace($"unsubscribing {subscriber} from all channels");
        return base.Unsubscribe(subscriber);
    }

    /// <summary>Starts the actor that watches the subscribers; called once, when the system can create actors.</summary>
    public void StartUnsubscriber(ActorSystemImpl system)
    {
        lock (_lock)
        {
            _unsubscriber = system.SystemActorOf(Props.Create(() => new EventStreamUnsubscriber(this)), "event-stream-unsubscriber");
            foreach (var subscriber in _unwatched) _unsubscriber.Tell(new EventStreamUnsubscriber.Register(subscriber), ActorRefs.NoSender);
            _unwatched.Clear();
        }
    }

    private void WatchForTermination(IActorRef subscriber)
    {
        // Other refs, such as the stdout logger, have no life that could be watched.
        if (subscriber is not ActorRefWithCell) return;
        lock (_lock)
        {
            if (_unsubscriber is null) _unwatched.Add(subscriber);
            else _unsubscriber.Tell(new EventStreamUnsubscriber.Register(subscriber), ActorRefs.NoSender);
        }
    }

    private void Trace(string message) => Publish(new Debug(SimpleName(this), GetType(), message));
}
