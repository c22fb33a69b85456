using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Internal;

/// <summary>What can happen to a node: a message, a command, a tick.</summary>
internal abstract record MembershipInput : INoSerializationVerificationNeeded
{
    internal sealed record Received(Address From, ClusterProtocol Message) : MembershipInput;

    internal sealed record JoinTo(Address Address) : MembershipInput;

    internal sealed record JoinSeedNodes(ImmutableArray<Address> SeedNodes) : MembershipInput;

    internal sealed record Leave(Address Address) : MembershipInput;

    /// <param name="Incarnation">Null for whichever is a member at that address.</param>
    internal sealed record Down(Address Address, UniqueAddress? Incarnation = null) : MembershipInput;

    /// <summary>The node has finished what it does when it is Exiting.</summary>
    internal sealed record ExitingCompleted : MembershipInput;

    /// <summary>A new version without a change: who has seen it has answered after it was made.</summary>
    internal sealed record AskAll : MembershipInput;

    internal sealed record JoinTick : MembershipInput;

    internal sealed record GossipTick : MembershipInput;

    internal sealed record LeaderActionsTick : MembershipInput;

    /// <param name="Unavailable">The monitored addresses that the failure detector gives up.</param>
    internal sealed record ReapUnreachable(ImmutableHashSet<Address> Unavailable) : MembershipInput;
}
