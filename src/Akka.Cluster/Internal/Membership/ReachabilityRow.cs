using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>
/// One observer's view: the subjects that it cannot reach, and how often the view has changed. Leaving out a subject because it is no
/// member any more is no change of the view, so rows of one version differ only by such subjects.
/// </summary>
internal sealed class ReachabilityRow(long version, ImmutableSortedDictionary<UniqueAddress, ReachabilityStatus> subjects) : IEquatable<ReachabilityRow>
{
    public static readonly ReachabilityRow Empty = new(0, ImmutableSortedDictionary<UniqueAddress, ReachabilityStatus>.Empty);

    public long Version { get; } = version;

    public ImmutableSortedDictionary<UniqueAddress, ReachabilityStatus> Subjects { get; } = subjects;

    public ReachabilityRow With(UniqueAddress subject, ReachabilityStatus status) =>
        new(Version + 1, status == ReachabilityStatus.Reachable ? Subjects.Remove(subject) : Subjects.SetItem(subject, status));

    public ReachabilityRow Keep(Func<UniqueAddress, bool> subject) => new(Version, Subjects.RemoveRange(Subjects.Keys.Where(s => !subject(s))));

    public bool Equals(ReachabilityRow? other) =>
        other is not null && Version == other.Version && Subjects.Count == other.Subjects.Count && Subjects.SequenceEqual(other.Subjects);

    public override bool Equals(object? obj) => Equals(obj as ReachabilityRow);

    public override int GetHashCode() => Subjects.Aggregate(Version.GetHashCode(), (hash, s) => HashCode.Combine(hash, s.Key, s.Value));
}
