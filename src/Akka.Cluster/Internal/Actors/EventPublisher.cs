using Akka.Actor;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Internal;

/// <summary><c>/system/cluster/publisher</c>: keeps the subscriptions and tells each subscriber how the view changes.</summary>
internal sealed class EventPublisher(ClusterRuntime runtime) : UntypedActor
{
    private readonly Dictionary<IActorRef, HashSet<Type>> _subscriptions = [];
    private MembershipState _view = runtime.View;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PublisherCommand.Publish publish:
                Publish(publish.View);
                break;
            case PublisherCommand.Subscribe subscribe:
                Subscribe(subscribe);
                break;
            case PublisherCommand.Unsubscribe { To: null } unsubscribe:
                Forget(unsubscribe.Subscriber);
                break;
            case PublisherCommand.Unsubscribe { To: { } to } unsubscribe:
                if (_subscriptions.TryGetValue(unsubscribe.Subscriber, out var types) && types.Remove(to) && types.Count == 0)
                    Forget(unsubscribe.Subscriber);
                break;
            case PublisherCommand.SendState send:
                send.Receiver.Tell(runtime.State);
                break;
            case Terminated terminated:
                _subscriptions.Remove(terminated.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // The cluster is over for this node, and with it all members for the subscribers.
    protected override void PostStop()
    {
        Send(ClusterShuttingDown.Instance);
        Publish(new MembershipState(Gossip.Empty, _view.Self));
    }

    private void Subscribe(PublisherCommand.Subscribe subscribe)
    {
        if (!_subscriptions.TryGetValue(subscribe.Subscriber, out var types))
        {
            _subscriptions[subscribe.Subscriber] = types = [];
            Context.Watch(subscribe.Subscriber);
        }
        types.UnionWith(subscribe.To);
        if (subscribe.Mode == InitialStateAsSnapshot)
        {
            subscribe.Subscriber.Tell(runtime.State);
            return;
        }
        foreach (var @event in MembershipDiff.From(runtime.State))
            if (subscribe.To.Any(type => type.IsInstanceOfType(@event)))
                subscribe.Subscriber.Tell(@event);
        if (subscribe.To.Contains(typeof(MembershipChanged)))
            subscribe.Subscriber.Tell(new MembershipChanged(_view));
    }

    private void Forget(IActorRef subscriber)
    {
        if (_subscriptions.Remove(subscriber))
            Context.Unwatch(subscriber);
    }

    private void Publish(MembershipState view)
    {
        var before = _view;
        _view = view;
        runtime.Publish(view);
        foreach (var @event in MembershipDiff.Between(before, view))
            Send(@event);
        Send(new MembershipChanged(view));
    }

    private void Send(IClusterDomainEvent @event)
    {
        foreach (var (subscriber, types) in _subscriptions)
            if (types.Any(type => type.IsInstanceOfType(@event)))
                subscriber.Tell(@event);
    }
}
