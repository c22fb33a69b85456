using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster;

/// <summary>What subscribers of a cluster are told: each kind of event is a class of its own in here.</summary>
/// <remarks>
/// <code>
/// IClusterDomainEvent
///   IMemberEvent:        MemberJoined, MemberWeaklyUp, MemberUp, MemberLeft, MemberExited, MemberDowned, MemberRemoved
///   IReachabilityEvent:  UnreachableMember, ReachableMember
///   LeaderChanged, RoleLeaderChanged, ClusterShuttingDown
/// </code>
/// </remarks>
public partial class ClusterEvent
{
    /// <summary>The first message to a new subscriber is one <see cref="CurrentClusterState"/>.</summary>
    public static readonly SubscriptionInitialStateMode InitialStateAsSnapshot = SubscriptionInitialStateMode.InitialStateAsSnapshot;

    /// <summary>A new subscriber gets the events that would have led to the present state.</summary>
    public static readonly SubscriptionInitialStateMode InitialStateAsEvents = SubscriptionInitialStateMode.InitialStateAsEvents;

    /// <summary>How a new subscriber learns what was before.</summary>
    public enum SubscriptionInitialStateMode
    {
        InitialStateAsSnapshot,
        InitialStateAsEvents
    }

    public interface IClusterDomainEvent : IDeadLetterSuppression;

    /// <summary>A member came or took a step of its life.</summary>
    public interface IMemberEvent : IClusterDomainEvent
    {
        Member Member { get; }
    }

    /// <summary>A member became unreachable or reachable.</summary>
    public interface IReachabilityEvent : IClusterDomainEvent;

    /// <summary>The cluster as a node sees it at one moment.</summary>
    public sealed class CurrentClusterState : INoSerializationVerificationNeeded
    {
        private readonly ImmutableDictionary<string, Address?> _roleLeaders;

        public CurrentClusterState()
            : this([], [], [], null, ImmutableDictionary<string, Address?>.Empty)
        {
        }

#nullable disable annotations
        public CurrentClusterState(
            ImmutableSortedSet<Member> members,
            ImmutableHashSet<Member> unreachable,
            ImmutableHashSet<Address> seenBy,
            Address leader,
            ImmutableDictionary<string, Address> roleLeaderMap)
        {
            Members = members;
            Unreachable = unreachable;
            SeenBy = seenBy;
            Leader = leader;
            _roleLeaders = roleLeaderMap;
        }

        /// <summary>Null while there is none.</summary>
        public Address Leader { get; }

        /// <summary>The leader of the members with the role, null when there is none.</summary>
        public Address RoleLeader(string role) => _roleLeaders.GetValueOrDefault(role);

        public CurrentClusterState Copy(
            ImmutableSortedSet<Member> members = null,
            ImmutableHashSet<Member> unreachable = null,
            ImmutableHashSet<Address> seenBy = null,
            Address leader = null,
            ImmutableDictionary<string, Address> roleLeaderMap = null) =>
            new(members ?? Members, unreachable ?? Unreachable, seenBy ?? SeenBy, leader ?? Leader, roleLeaderMap ?? _roleLeaders);
#nullable restore annotations

        /// <summary>Sorted by address.</summary>
        public ImmutableSortedSet<Member> Members { get; }

        public ImmutableHashSet<Member> Unreachable { get; }

        /// <summary>Who has this version of the state.</summary>
        public ImmutableHashSet<Address> SeenBy { get; }

        public ImmutableHashSet<string> AllRoles => [.. Members.SelectMany(m => m.Roles)];

        /// <summary>Whether a rolling upgrade is under way.</summary>
        public bool HasMoreThanOneAppVersion => Members.Select(m => m.AppVersion).Distinct().Skip(1).Any();
    }
}
