using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Internal;

/// <summary>What a step asks its surroundings to do.</summary>
internal abstract record MembershipEffect
{
    internal sealed record Send(Address To, ClusterProtocol Message) : MembershipEffect;

    /// <summary>A view that the same step has already left behind, for those who follow each change of a member.</summary>
    internal sealed record Passed(MembershipState View) : MembershipEffect;

    /// <summary>This node has been admitted, as Joining.</summary>
    internal sealed record Joined : MembershipEffect;

    internal sealed record JoinFailed(string Reason) : MembershipEffect;

    /// <summary>The cluster lets this node go: finish, then say so by <see cref="MembershipInput.ExitingCompleted"/>.</summary>
    internal sealed record SelfExiting : MembershipEffect;

    /// <summary>This node is no member any more and takes no more part.</summary>
    internal sealed record SelfRemoved(MemberStatus LastStatus) : MembershipEffect;

    internal sealed record Log(LogLevel Level, string Text) : MembershipEffect;
}
