using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>What the pure membership core reads of the settings. Defaults are those of <c>reference.conf</c>.</summary>
internal sealed record MembershipSettings
{
    public static readonly MembershipSettings Default = new();

    public int MinNrOfMembers { get; init; } = 1;

    public ImmutableDictionary<string, int> MinNrOfMembersOfRole { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>How long without convergence until joining members become WeaklyUp; null when they never do.</summary>
    public TimeSpan? WeaklyUpAfter { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>How long the first seed node looks for an existing cluster before it founds one, and how often waiting is logged.</summary>
    public TimeSpan SeedNodeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan? RetryUnsuccessfulJoinAfter { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan? ShutdownAfterUnsuccessfulJoinSeedNodes { get; init; }

    public TimeSpan GossipInterval { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan UnreachableReaperInterval { get; init; } = TimeSpan.FromSeconds(1);

    public double GossipDifferentViewProbability { get; init; } = 0.8;

    public int ReduceGossipDifferentViewProbability { get; init; } = 400;

    /// <summary>How many nodes are told at once of a change; the rest learns by periodic gossip.</summary>
    public int EagerGossipTargets { get; init; } = 9;

    public TimeSpan TombstoneRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The oldest go beyond this, so that churn cannot grow the gossip without bound.</summary>
    public int MaxTombstones { get; init; } = 1000;

    /// <summary>Settings that all members must share, as one text.</summary>
    public string Compatibility { get; init; } = "";
}
