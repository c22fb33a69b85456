using System.Collections.Concurrent;

namespace Akka.Event.Internal;

/// <summary>
/// Who gets events of which classifier. Changes are rare and locked; look-ups are lock-free on a cache that every change replaces.
/// </summary>
internal sealed class SubscriptionTable<TClassifier, TSubscriber>(Func<TClassifier, TClassifier, bool> covers)
    where TClassifier : notnull
    where TSubscriber : notnull
{
    /// <summary>
    /// The channels of one subscriber, and what was taken out of them. An exclusion cuts only channels at or above it: a later
    /// subscription below it counts again.
    /// </summary>
    private sealed class Subscriptions
    {
        public readonly List<TClassifier> Channels = [];
        public readonly List<TClassifier> Excluded = [];
    }

    // Guards _subscribers. The cache is replaced inside the lock after the change, and filled inside it: an entry computed before a
    // change can therefore never be put into the cache made after it.
    private readonly Lock _lock = new();
    private readonly Dictionary<TSubscriber, Subscriptions> _subscribers = [];
    private volatile ConcurrentDictionary<TClassifier, TSubscriber[]> _cache = new();

    public TSubscriber[] SubscribersOf(TClassifier classifier) =>
        _cache.TryGetValue(classifier, out var subscribers) ? subscribers : Compute(classifier);

    public bool Add(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_lock)
        {
            if (!_subscribers.TryGetValue(subscriber, out var own))
                _subscribers.Add(subscriber, own = new Subscriptions());
            var lifted = own.Excluded.RemoveAll(excluded => covers(classifier, excluded)) > 0;
            if (own.Channels.Contains(classifier)) return lifted && Invalidate();
            own.Channels.Add(classifier);
            return Invalidate();
        }
    }

    public bool Remove(TSubscriber subscriber)
    {
        lock (_lock)
        {
            return _subscribers.Remove(subscriber) && Invalidate();
        }
    }

    public bool Remove(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_lock)
        {
            if (!_subscribers.TryGetValue(subscriber, out var own)) return false;
            var removed = own.Channels.Remove(classifier);
            var covered = Receives(own, classifier);
            if (covered) own.Excluded.Add(classifier);
            if (own.Channels.Count == 0) _subscribers.Remove(subscriber);
            return (removed || covered) && Invalidate();
        }
    }

    private TSubscriber[] Compute(TClassifier classifier)
    {
        lock (_lock)
        {
            TSubscriber[] subscribers = [.. from entry in _subscribers where Receives(entry.Value, classifier) select entry.Key];
            _cache[classifier] = subscribers;
            return subscribers;
        }
    }

    private bool Receives(Subscriptions own, TClassifier classifier)
    {
        foreach (var channel in own.Channels)
            if (covers(channel, classifier) && !own.Excluded.Exists(excluded => covers(channel, excluded) && covers(excluded, classifier)))
                return true;
        return false;
    }

    private bool Invalidate()
    {
        if (!_cache.IsEmpty) _cache = new ConcurrentDictionary<TClassifier, TSubscriber[]>();
        return true;
    }
}
