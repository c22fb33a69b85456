using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Tools.PublishSubscribe.Internal;

/// <summary>One registration, or the memory of one that was taken back.</summary>
/// <param name="Version">The version of the bucket that this change made.</param>
/// <param name="Ref">The actor of a path; null for a topic.</param>
/// <param name="ChangedAt">When this node made or learned the change, on its own clock.</param>
internal sealed record BucketEntry(long Version, IActorRef? Ref, bool IsPresent, TimeSpan ChangedAt);

/// <summary>
/// What one node has registered. Only the node itself changes it and counts its changes; the others hold copies that always are a prefix of
/// these changes, so one number tells what a copy lacks.
/// </summary>
/// <param name="PrunedUpTo">Removals up to this version may be forgotten: a copy that is older gets everything anew.</param>
internal sealed record Bucket(long Version, long PrunedUpTo, ImmutableSortedDictionary<RegistryKey, BucketEntry> Entries)
{
    public static readonly Bucket Empty = new(0, 0, ImmutableSortedDictionary<RegistryKey, BucketEntry>.Empty);

    public Bucket With(RegistryKey key, IActorRef? actor, bool isPresent, TimeSpan now) =>
        this with { Version = Version + 1, Entries = Entries.SetItem(key, new BucketEntry(Version + 1, actor, isPresent, now)) };

    public bool Has(RegistryKey key) => Entries.TryGetValue(key, out var entry) && entry.IsPresent;

    /// <summary>The changes after a version, at most so many.</summary>
    public BucketDelta After(UniqueAddress owner, long version, int most)
    {
        var isWhole = version < PrunedUpTo;
        var since = isWhole ? 0 : version;
        var changes = Entries.Where(e => e.Value.Version > since).OrderBy(e => e.Value.Version).ToImmutableArray();
        // Whole or not at all: a copy that is replaced must not lose what it had.
        if (isWhole || changes.Length <= most)
            return new BucketDelta(owner, since, Version, isWhole, changes);
        var first = changes[..most];
        return new BucketDelta(owner, since, first[^1].Value.Version, isWhole, first);
    }

    public Bucket Apply(BucketDelta delta, TimeSpan now)
    {
        if (delta.Version <= Version || (!delta.IsWhole && delta.Since > Version))
            return this;
        var entries = delta.IsWhole ? Empty.Entries.ToBuilder() : Entries.ToBuilder();
        foreach (var (key, entry) in delta.Changes)
            if (delta.IsWhole || entry.Version > Version)
                entries[key] = entry with { ChangedAt = now };
        return new Bucket(delta.Version, delta.IsWhole ? delta.Version : PrunedUpTo, entries.ToImmutable());
    }

    /// <summary>Forgets what was removed before the given time.</summary>
    public Bucket Prune(TimeSpan before)
    {
        var old = Entries.Where(e => !e.Value.IsPresent && e.Value.ChangedAt < before).ToArray();
        return old.Length == 0
            ? this
            : this with { Entries = Entries.RemoveRange(old.Select(e => e.Key)), PrunedUpTo = Math.Max(PrunedUpTo, old.Max(e => e.Value.Version)) };
    }
}

/// <param name="IsWhole">Replaces the copy instead of continuing it.</param>
internal sealed record BucketDelta(
    UniqueAddress Owner, long Since, long Version, bool IsWhole, ImmutableArray<KeyValuePair<RegistryKey, BucketEntry>> Changes);
