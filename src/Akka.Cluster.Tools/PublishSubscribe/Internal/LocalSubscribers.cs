using Akka.Actor;

namespace Akka.Cluster.Tools.PublishSubscribe.Internal;

/// <summary>The subscribers on this node, by topic and group. Belongs to the mediator.</summary>
internal sealed class LocalSubscribers
{
    private readonly Dictionary<RegistryKey, List<IActorRef>> _subscribers = [];

    /// <returns>Whether it is the first of its key.</returns>
    public bool Add(RegistryKey key, IActorRef subscriber)
    {
        if (!_subscribers.TryGetValue(key, out var all))
            _subscribers[key] = all = [];
        if (!all.Contains(subscriber))
            all.Add(subscriber);
        return all.Count == 1;
    }

    /// <returns>Whether it was the last of its key.</returns>
    public bool Remove(RegistryKey key, IActorRef subscriber)
    {
        if (!_subscribers.TryGetValue(key, out var all) || !all.Remove(subscriber) || all.Count > 0)
            return false;
        _subscribers.Remove(key);
        return true;
    }

    /// <returns>The keys that have no subscriber any more.</returns>
    public RegistryKey[] RemoveEverywhere(IActorRef subscriber) =>
        [.. _subscribers.Where(s => s.Value.Contains(subscriber)).Select(s => s.Key).ToArray().Where(key => Remove(key, subscriber))];

    public bool Has(IActorRef subscriber) => _subscribers.Values.Any(all => all.Contains(subscriber));

    public IReadOnlyList<IActorRef> Of(RegistryKey key) => _subscribers.TryGetValue(key, out var all) ? all : [];
}
