using System.Collections.Immutable;

namespace Actors.Cluster.Internal;

/// <summary>
/// The storage nodes that were declared down and have not come back: what they hold is out of reach, not gone. A node knows of those that it saw being lost
/// itself; one that starts later does not.
/// </summary>
internal sealed record LostMembers(ImmutableList<LostMember> Members)
{
    /// <summary>More than ever fail at a time; beyond it the oldest are forgotten.</summary>
    public const int Most = 64;

    public static LostMembers None { get; } = new([]);

    /// <summary>Counted from the first word of it on.</summary>
    public LostMembers Lose(LostMember lost)
    {
        if (Members.Exists(known => known.NodeId == lost.NodeId))
            return this;
        var all = Members.Add(lost);
        return new(all.Count > Most ? all.RemoveAt(0) : all);
    }

    /// <summary>The node is a member again, or has left in good order.</summary>
    public LostMembers Forget(string nodeId) => Members.Exists(known => known.NodeId == nodeId) ? new(Members.RemoveAll(known => known.NodeId == nodeId)) : this;
}

/// <param name="NodeId">Of its data folder.</param>
/// <param name="Since">By the scheduler's monotonic clock.</param>
/// <param name="At">The same by the wall clock, for people.</param>
internal sealed record LostMember(string NodeId, TimeSpan Since, DateTimeOffset At);
