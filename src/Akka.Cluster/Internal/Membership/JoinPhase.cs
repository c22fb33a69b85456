using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Internal;

/// <summary>How far a node is with becoming a member.</summary>
internal abstract record JoinPhase
{
    internal sealed record NotJoined : JoinPhase;

    /// <summary>Asking the seed nodes, for ever.</summary>
    /// <param name="SelfJoinAt">When the first seed node founds a cluster of its own; null for all other nodes.</param>
    /// <param name="Refused">The seed nodes that have said that they are in no cluster.</param>
    /// <param name="NextLogAt">When to say next that no seed node has answered.</param>
    internal sealed record AskingSeeds(
        ImmutableArray<Address> SeedNodes, TimeSpan Since, TimeSpan? SelfJoinAt, TimeSpan NextLogAt, ImmutableHashSet<Address> Refused) : JoinPhase;

    /// <summary>One contact was chosen and must answer with a Welcome.</summary>
    /// <param name="SeedNodes">To be asked again when it does not; empty when the contact was named by the user.</param>
    /// <param name="Since">When the whole attempt began.</param>
    internal sealed record Asking(Address Contact, ImmutableArray<Address> SeedNodes, TimeSpan Since, TimeSpan? RetryAt) : JoinPhase;

    internal sealed record Member : JoinPhase;

    internal sealed record Gone : JoinPhase;
}
