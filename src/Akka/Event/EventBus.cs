using Akka.Event.Internal;

namespace Akka.Event;

/// <summary>
/// Publishes events to subscribers by a classifier that each event has. A subscription to a classifier covers its sub-classifiers;
/// an event reaches a subscriber once, however many of its subscriptions cover it.
/// </summary>
public abstract class EventBus<TEvent, TClassifier, TSubscriber>
    where TClassifier : notnull
    where TSubscriber : notnull
{
    private readonly SubscriptionTable<TClassifier, TSubscriber> _table;

    protected EventBus() => _table = new SubscriptionTable<TClassifier, TSubscriber>(IsSubClassification);

    protected string SimpleName(object source) => SimpleName(source.GetType());

    protected string SimpleName(Type source) => source.Name;

    /// <returns>Whether the subscription is new.</returns>
    public virtual bool Subscribe(TSubscriber subscriber, TClassifier classifier) => _table.Add(subscriber, classifier);

    /// <returns>Whether the subscriber had any subscription.</returns>
    public virtual bool Unsubscribe(TSubscriber subscriber) => _table.Remove(subscriber);

    /// <summary>
    /// Ends a subscription; a sub-classifier of a subscribed one is taken out of it. Subscriptions to sub-classifiers stay.
    /// </summary>
    /// <returns>Whether events of that classifier reached the subscriber before.</returns>
    public virtual bool Unsubscribe(TSubscriber subscriber, TClassifier classifier) => _table.Remove(subscriber, classifier);

    public virtual void Publish(TEvent @event)
    {
        foreach (var subscriber in _table.SubscribersOf(GetClassifier(@event)))
            Publish(@event, subscriber);
    }

    /// <returns>Whether <paramref name="child"/> is <paramref name="parent"/> or lies below it.</returns>
    protected abstract bool IsSubClassification(TClassifier parent, TClassifier child);

    protected abstract void Publish(TEvent @event, TSubscriber subscriber);

    protected abstract bool Classify(TEvent @event, TClassifier classifier);

    protected abstract TClassifier GetClassifier(TEvent @event);

    /// <summary>Whether anybody would get an event of this classifier: lets a publisher skip making it.</summary>
    private protected bool HasSubscribers(TClassifier classifier) => _table.SubscribersOf(classifier).Length > 0;
}
