using Akka.Actor;

namespace Akka.Cluster;

public partial class ClusterEvent
{
    /// <summary>A member took a step of its life.</summary>
    public abstract class MemberStatusChange : IMemberEvent, IInNodeMessage
    {
        protected readonly Member _member;

        /// <exception cref="ArgumentException">The member is not in the status that this event is about.</exception>
        protected MemberStatusChange(Member member, MemberStatus validStatus)
        {
            ArgumentNullException.ThrowIfNull(member);
            if (member.Status != validStatus)
                throw new ArgumentException($"Expected a member that is {validStatus}, found {member}.", nameof(member));
            _member = member;
        }

        public Member Member => _member;

        public override bool Equals(object? obj) =>
            obj is MemberStatusChange other && GetType() == other.GetType() && _member.Equals(other._member);

        public override int GetHashCode() => HashCode.Combine(GetType(), _member);

        public override string ToString() => $"{GetType().Name}({_member})";
    }

    public sealed class MemberJoined(Member member) : MemberStatusChange(member, MemberStatus.Joining);

    /// <summary>The member was admitted although not all members could be asked.</summary>
    public sealed class MemberWeaklyUp(Member member) : MemberStatusChange(member, MemberStatus.WeaklyUp);

    public sealed class MemberUp(Member member) : MemberStatusChange(member, MemberStatus.Up);

    public sealed class MemberLeft(Member member) : MemberStatusChange(member, MemberStatus.Leaving);

    /// <summary>All members know that the member is leaving; it finishes now.</summary>
    public sealed class MemberExited(Member member) : MemberStatusChange(member, MemberStatus.Exiting);

    public sealed class MemberDowned(Member member) : MemberStatusChange(member, MemberStatus.Down);

    /// <summary>The member is gone for good.</summary>
    public sealed class MemberRemoved : MemberStatusChange
    {
        /// <param name="previousStatus">Down when it was declared lost, else how far it had come.</param>
        public MemberRemoved(Member member, MemberStatus previousStatus)
            : base(member, MemberStatus.Removed)
        {
            PreviousStatus = previousStatus;
        }

        public MemberStatus PreviousStatus { get; }

        public override bool Equals(object? obj) => base.Equals(obj) && obj is MemberRemoved other && PreviousStatus == other.PreviousStatus;

        public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), PreviousStatus);
    }

    /// <summary>A member became unreachable or reachable.</summary>
    public abstract class ReachabilityEvent : IReachabilityEvent, IInNodeMessage
    {
        protected ReachabilityEvent(Member member) => Member = member;

        public Member Member { get; }

        public override bool Equals(object? obj) =>
            obj is ReachabilityEvent other && GetType() == other.GetType() && Member.Equals(other.Member);

        public override int GetHashCode() => HashCode.Combine(GetType(), Member);

        public override string ToString() => $"{GetType().Name}({Member})";
    }

    /// <summary>Some member's failure detector gives the member up.</summary>
    public sealed class UnreachableMember(Member member) : ReachabilityEvent(member);

    /// <summary>Every observer reaches the member again.</summary>
    public sealed class ReachableMember(Member member) : ReachabilityEvent(member);

    public sealed class LeaderChanged : IClusterDomainEvent, IInNodeMessage
    {
#nullable disable annotations
        public LeaderChanged(Address leader) => Leader = leader;

        /// <summary>Null when there is none.</summary>
        public Address Leader { get; }

        public override bool Equals(object obj) => obj is LeaderChanged other && Leader == other.Leader;
#nullable restore annotations

        public override int GetHashCode() => Leader?.GetHashCode() ?? 0;

        public override string ToString() => $"LeaderChanged({Leader})";
    }

    /// <summary>Another member leads those with a role.</summary>
    public sealed class RoleLeaderChanged : IClusterDomainEvent, IInNodeMessage
    {
#nullable disable annotations
        public RoleLeaderChanged(string role, Address leader)
        {
            Role = role;
            Leader = leader;
        }

        /// <summary>Null when nobody with the role is left.</summary>
        public Address Leader { get; }

        public override bool Equals(object obj) => obj is RoleLeaderChanged other && Role == other.Role && Leader == other.Leader;
#nullable restore annotations

        public string Role { get; }

        public override int GetHashCode() => HashCode.Combine(Role, Leader);

        public override string ToString() => $"RoleLeaderChanged({Role}, {Leader})";
    }

    /// <summary>This node's part in the cluster ends.</summary>
    public sealed class ClusterShuttingDown : IClusterDomainEvent, IInNodeMessage
    {
        public static readonly IClusterDomainEvent Instance = new ClusterShuttingDown();

        private ClusterShuttingDown()
        {
        }
    }

    /// <summary>The whole state, for what decides about it inside the cluster itself.</summary>
    internal sealed record MembershipChanged(Internal.MembershipState State) : IClusterDomainEvent, INoSerializationVerificationNeeded;
}
