using Akka.Actor;
using Akka.Cluster;

namespace Actors.Jobs.Brokers;

/// <summary>Which broker node is the active one. Decided from membership alone: the oldest that is Up; it stays until it leaves or is removed.</summary>
/// <param name="Active">The active node; null while there is none.</param>
/// <param name="HadOther">Another node has been the active one since this node has been watching.</param>
internal sealed record BrokerPlace(Address? Active, bool HadOther)
{
    public const string Role = "broker";

    /// <summary>The name of the broker's actor below <c>/user</c>.</summary>
    public const string ActorName = "broker";

    public static BrokerPlace Nowhere { get; } = new(null, false);

    public static Address? Of(IEnumerable<Member> members) =>
        members.Where(member => member.Status == MemberStatus.Up && member.HasRole(Role)).Order(Member.AgeOrdering).FirstOrDefault()?.Address;

    public BrokerPlace MoveTo(Address? active, Address self) => new(active, HadOther || (Active is not null && Active != active) || (active is not null && active != self));
}
