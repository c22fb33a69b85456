using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Tools.PublishSubscribe.Internal;

/// <summary>What is registered on all nodes, as one mediator knows it. Immutable.</summary>
internal sealed record Registry(UniqueAddress Self, ImmutableSortedDictionary<UniqueAddress, Bucket> Buckets)
{
    public static Registry Of(UniqueAddress self) => new(self, ImmutableSortedDictionary<UniqueAddress, Bucket>.Empty.Add(self, Bucket.Empty));

    public Bucket Own => Buckets[Self];

    public ImmutableSortedDictionary<UniqueAddress, long> Versions => Buckets.ToImmutableSortedDictionary(b => b.Key, b => b.Value.Version);

    public Registry Put(RegistryKey key, IActorRef? actor, TimeSpan now) => With(Self, Own.With(key, actor, isPresent: true, now));

    public Registry Remove(RegistryKey key, TimeSpan now) => Own.Has(key) ? With(Self, Own.With(key, null, isPresent: false, now)) : this;

    public Registry AddNode(UniqueAddress node) => Buckets.ContainsKey(node) ? this : With(node, Bucket.Empty);

    public Registry RemoveNode(UniqueAddress node) => node == Self ? this : this with { Buckets = Buckets.Remove(node) };

    /// <summary>The actors that are registered with a path, by node.</summary>
    public ImmutableArray<(UniqueAddress Node, IActorRef Actor)> Actors(string path) =>
        [.. Buckets.Select(b => (b.Key, Entry: b.Value.Entries.GetValueOrDefault(RegistryKey.Path(path))))
            .Where(x => x.Entry is { IsPresent: true, Ref: not null })
            .Select(x => (x.Key, x.Entry!.Ref!))];

    /// <summary>The nodes with subscribers of a topic who have no group.</summary>
    public ImmutableArray<UniqueAddress> Subscribers(string topic) => NodesWith(RegistryKey.Topic(topic, null));

    /// <summary>The nodes with subscribers of a topic, for each group.</summary>
    public IEnumerable<(string Group, ImmutableArray<UniqueAddress> Nodes)> Groups(string topic) => Keys
        .Where(k => k.Kind == RegistryKind.TopicGroup && k.Name == topic)
        .Select(k => k.Group).Distinct().Order(StringComparer.Ordinal)
        .Select(group => (group, NodesWith(RegistryKey.Topic(topic, group))));

    public ImmutableHashSet<string> Topics => [.. Keys.Where(k => k.Kind != RegistryKind.Path).Select(k => k.Name)];

    /// <summary>What a mediator with these versions lacks.</summary>
    public ImmutableArray<BucketDelta> DeltasFor(IReadOnlyDictionary<UniqueAddress, long> versions, int most)
    {
        var deltas = ImmutableArray.CreateBuilder<BucketDelta>();
        foreach (var (owner, bucket) in Buckets)
        {
            var known = versions.GetValueOrDefault(owner);
            if (bucket.Version <= known || most <= 0)
                continue;
            var delta = bucket.After(owner, known, most);
            most -= delta.Changes.Length;
            deltas.Add(delta);
        }
        return deltas.ToImmutable();
    }

    public bool LacksSomethingOf(IReadOnlyDictionary<UniqueAddress, long> versions) =>
        versions.Any(v => Buckets.TryGetValue(v.Key, out var bucket) && bucket.Version < v.Value);

    /// <summary>Takes over what other mediators know. Nodes that are no members are left out.</summary>
    public Registry Apply(IEnumerable<BucketDelta> deltas, TimeSpan now) => deltas
        .Where(d => d.Owner != Self && Buckets.ContainsKey(d.Owner))
        .Aggregate(this, (registry, delta) => registry.With(delta.Owner, registry.Buckets[delta.Owner].Apply(delta, now)));

    /// <summary>
    /// Others know more of this node than it knows itself: they have it from an earlier mediator here, which is gone with all that it had. Its
    /// successor counts on from there, and everybody gets its registrations anew.
    /// </summary>
    public Registry Outlive(IReadOnlyDictionary<UniqueAddress, long> versions) =>
        versions.GetValueOrDefault(Self) is var known && known > Own.Version ? With(Self, Own with { Version = known + 1, PrunedUpTo = known + 1 }) : this;

    public Registry Prune(TimeSpan before) => Buckets.Aggregate(this, (registry, b) => registry.With(b.Key, b.Value.Prune(before)));

    private IEnumerable<RegistryKey> Keys => Buckets.Values.SelectMany(b => b.Entries).Where(e => e.Value.IsPresent).Select(e => e.Key);

    private ImmutableArray<UniqueAddress> NodesWith(RegistryKey key) => [.. Buckets.Where(b => b.Value.Has(key)).Select(b => b.Key)];

    private Registry With(UniqueAddress node, Bucket bucket) =>
        Buckets.TryGetValue(node, out var old) && ReferenceEquals(old, bucket) ? this : this with { Buckets = Buckets.SetItem(node, bucket) };
}
