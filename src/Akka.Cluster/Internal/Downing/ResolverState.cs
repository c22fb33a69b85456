using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>What the split-brain resolver remembers.</summary>
/// <param name="DownAllWhenUnstable">How long beyond <paramref name="StableAfter"/> changes may go on until all are marked as down; null for ever.</param>
internal sealed record ResolverState(DowningStrategy Strategy, TimeSpan StableAfter, TimeSpan? DownAllWhenUnstable)
{
    public MembershipState? View { get; init; }

    public Picture? Picture { get; init; }

    /// <summary>Since when the picture is the same while somebody is unreachable.</summary>
    public TimeSpan? StableSince { get; init; }

    /// <summary>The version that was current when this side was asked whether it is there, and when.</summary>
    public (VectorClock Version, TimeSpan At)? Question { get; init; }

    public TimeSpan? TroubledSince { get; init; }

    public int Changes { get; init; }
}

/// <summary>That part of a view whose change starts the wait again: members, their status, who cannot reach whom. Who has seen what is none of it.</summary>
internal sealed class Picture : IEquatable<Picture>
{
    private readonly ImmutableArray<(UniqueAddress Node, MemberStatus Status)> _members;
    private readonly ImmutableArray<ReachabilityRecord> _records;

    private Picture(MembershipState view)
    {
        _members = [.. view.Gossip.Members.Select(m => (m.UniqueAddress, m.Status))];
        _records = [.. view.TrustedReachability.Records];
    }

    public static Picture Of(MembershipState view) => new(view);

    public bool Equals(Picture? other) =>
        other is not null && _members.SequenceEqual(other._members) && _records.SequenceEqual(other._records);

    public override bool Equals(object? obj) => Equals(obj as Picture);

    public override int GetHashCode() => _members.Aggregate(_records.Length, HashCode.Combine);
}
