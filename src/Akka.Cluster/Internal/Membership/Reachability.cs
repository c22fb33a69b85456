using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

internal enum ReachabilityStatus
{
    Reachable,
    Unreachable,

    /// <summary>Known to be gone for good, for instance because a newer incarnation has taken its address.</summary>
    Terminated
}

/// <summary>What one observer says of one subject.</summary>
internal sealed record ReachabilityRecord(UniqueAddress Observer, UniqueAddress Subject, ReachabilityStatus Status);

/// <summary>
/// Who cannot reach whom. Each observer writes only its own row and counts its changes; merging takes for each observer the
/// row with the higher count, so that an old view never overrides a newer one.
/// </summary>
internal sealed class Reachability : IEquatable<Reachability>
{
    public static readonly Reachability Empty = new(ImmutableSortedDictionary<UniqueAddress, ReachabilityRow>.Empty);

    private Reachability(ImmutableSortedDictionary<UniqueAddress, ReachabilityRow> rows) => Rows = rows;

    /// <summary>A row stays when it has no more subjects: its count must not start again.</summary>
    public ImmutableSortedDictionary<UniqueAddress, ReachabilityRow> Rows { get; }

    public IEnumerable<ReachabilityRecord> Records =>
        Rows.SelectMany(row => row.Value.Subjects.Select(s => new ReachabilityRecord(row.Key, s.Key, s.Value)));

    public bool IsAllReachable => Rows.Values.All(row => row.Subjects.IsEmpty);

    public ImmutableSortedSet<UniqueAddress> AllUnreachable =>
        [.. Records.GroupBy(r => r.Subject).Where(g => g.All(r => r.Status == ReachabilityStatus.Unreachable)).Select(g => g.Key)];

    public ImmutableSortedSet<UniqueAddress> AllUnreachableOrTerminated => [.. Rows.Values.SelectMany(row => row.Subjects.Keys)];

    public static Reachability FromRows(IEnumerable<KeyValuePair<UniqueAddress, ReachabilityRow>> rows) =>
        new(rows.ToImmutableSortedDictionary());

    /// <summary>The worst that any observer says.</summary>
    public ReachabilityStatus Status(UniqueAddress subject)
    {
        var worst = ReachabilityStatus.Reachable;
        foreach (var row in Rows.Values)
            if (row.Subjects.TryGetValue(subject, out var status) && status > worst)
                worst = status;
        return worst;
    }

    public ReachabilityStatus Status(UniqueAddress observer, UniqueAddress subject) =>
        Rows.TryGetValue(observer, out var row) ? row.Subjects.GetValueOrDefault(subject) : ReachabilityStatus.Reachable;

    public bool IsReachable(UniqueAddress subject) => Status(subject) == ReachabilityStatus.Reachable;

    public bool IsReachable(UniqueAddress observer, UniqueAddress subject) => Status(observer, subject) == ReachabilityStatus.Reachable;

    /// <summary>Everything that the observer cannot reach.</summary>
    public IEnumerable<UniqueAddress> UnreachableFrom(UniqueAddress observer) =>
        Rows.TryGetValue(observer, out var row) ? row.Subjects.Keys : [];

    public Reachability Unreachable(UniqueAddress observer, UniqueAddress subject) => Change(observer, subject, ReachabilityStatus.Unreachable);

    public Reachability Reachable(UniqueAddress observer, UniqueAddress subject) => Change(observer, subject, ReachabilityStatus.Reachable);

    public Reachability Terminated(UniqueAddress observer, UniqueAddress subject) => Change(observer, subject, ReachabilityStatus.Terminated);

    /// <summary>The newer row of each observer, reduced to nodes that are members.</summary>
    public Reachability Merge(ImmutableHashSet<UniqueAddress> allowed, Reachability other)
    {
        var rows = Rows.ToBuilder();
        foreach (var (observer, row) in other.Rows)
            if (!rows.TryGetValue(observer, out var mine) || row.Version > mine.Version)
                rows[observer] = row;
        return new Reachability(rows.ToImmutable()).Keep(allowed.Contains);
    }

    /// <summary>Without anything that the nodes said or that was said of them.</summary>
    public Reachability Remove(IEnumerable<UniqueAddress> nodes)
    {
        var gone = nodes.ToHashSet();
        return gone.Count == 0 ? this : Keep(node => !gone.Contains(node));
    }

    /// <summary>Without what the nodes said; what others said of them stays.</summary>
    public Reachability RemoveObservers(IReadOnlySet<UniqueAddress> nodes) =>
        nodes.Count == 0 ? this : new Reachability(Rows.RemoveRange(nodes));

    public bool Equals(Reachability? other) => other is not null && Rows.Count == other.Rows.Count &&
        Rows.All(row => other.Rows.TryGetValue(row.Key, out var theirs) && row.Value.Equals(theirs));

    public override bool Equals(object? obj) => Equals(obj as Reachability);

    public override int GetHashCode() => Rows.Aggregate(0, (hash, row) => HashCode.Combine(hash, row.Key, row.Value));

    public override string ToString() => $"Reachability({string.Join(", ", Records.Select(r => $"{r.Observer} -> {r.Subject}: {r.Status}"))})";

    private Reachability Change(UniqueAddress observer, UniqueAddress subject, ReachabilityStatus status)
    {
        var row = Rows.GetValueOrDefault(observer, ReachabilityRow.Empty);
        var old = row.Subjects.GetValueOrDefault(subject);
        // Terminated is final: the same incarnation cannot come back.
        if (old == status || old == ReachabilityStatus.Terminated)
            return this;
        return new Reachability(Rows.SetItem(observer, row.With(subject, status)));
    }

    private Reachability Keep(Func<UniqueAddress, bool> node)
    {
        var rows = Rows;
        foreach (var (observer, row) in Rows)
        {
            if (!node(observer))
                rows = rows.Remove(observer);
            else if (!row.Subjects.Keys.All(node))
                rows = rows.SetItem(observer, row.Keep(node));
        }
        return ReferenceEquals(rows, Rows) ? this : new Reachability(rows);
    }
}
