using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Util;

namespace Akka.Cluster;

/// <summary>
/// A node as the cluster knows it at one moment. Two members are equal when they are the same incarnation of a node,
/// whatever their status.
/// </summary>
public class Member : IComparable, IComparable<Member>
{
    /// <summary>Orders by host and port: the first address of a set is its leader or its tie-breaker.</summary>
    public static readonly IComparer<Address> AddressOrdering = Comparer<Address>.Create(MemberOrdering.CompareAddresses);

    /// <summary>Orders by age: who was moved to Up first is the oldest and comes first.</summary>
    public static readonly IComparer<Member> AgeOrdering = Comparer<Member>.Create(MemberOrdering.CompareAge);

    internal const int NeverUp = int.MaxValue;

    internal Member(UniqueAddress uniqueAddress, int upNumber, MemberStatus status, ImmutableHashSet<string> roles, AppVersion appVersion)
    {
        UniqueAddress = uniqueAddress;
        UpNumber = upNumber;
        Status = status;
        Roles = roles;
        AppVersion = appVersion;
    }

    public UniqueAddress UniqueAddress { get; }

    public Address Address => UniqueAddress.Address;

    public MemberStatus Status { get; }

    public ImmutableHashSet<string> Roles { get; }

    public AppVersion AppVersion { get; }

    /// <summary>The place in the order of becoming Up; <see cref="NeverUp"/> before.</summary>
    internal int UpNumber { get; }

    internal static Member Joining(UniqueAddress node, ImmutableHashSet<string> roles, AppVersion appVersion) =>
        new(node, NeverUp, MemberStatus.Joining, roles, appVersion);

    public bool HasRole(string role) => Roles.Contains(role);

    /// <summary>Whether this member became Up before the other, the address deciding between equals.</summary>
    public bool IsOlderThan(Member other) => MemberOrdering.CompareAge(this, other) < 0;

    /// <summary>This member in another status.</summary>
    /// <exception cref="InvalidOperationException">The life cycle has no such step.</exception>
    public Member Copy(MemberStatus status)
    {
        if (status == Status)
            return this;
        if (!MemberLifeCycle.Allows(Status, status))
            throw new InvalidOperationException($"{UniqueAddress} cannot go from {Status} to {status}.");
        return new Member(UniqueAddress, UpNumber, status, Roles, AppVersion);
    }

    /// <summary>This member as Up, with its place in the order of age.</summary>
    public Member CopyUp(int upNumber) => new(UniqueAddress, upNumber, Copy(MemberStatus.Up).Status, Roles, AppVersion);

    /// <summary>The members of both sets, each in the status that is later in life; one that a single side knows as Down or Exiting is left out.</summary>
    public static ImmutableHashSet<Member> PickHighestPriority(IEnumerable<Member> a, IEnumerable<Member> b) =>
        [.. a.Concat(b).GroupBy(m => m.UniqueAddress)
            .Select(g => (Member: g.Aggregate(HighestPriorityOf), Known: g.Count()))
            .Where(x => x.Known > 1 || x.Member.Status is not (MemberStatus.Down or MemberStatus.Exiting))
            .Select(x => x.Member)];

    /// <summary>Of two views of one member the one that is later in its life; of equal ones the older.</summary>
    public static Member HighestPriorityOf(Member m1, Member m2)
    {
        var byLife = MemberLifeCycle.Rank(m1.Status).CompareTo(MemberLifeCycle.Rank(m2.Status));
        if (byLife != 0)
            return byLife > 0 ? m1 : m2;
        return m1.UpNumber <= m2.UpNumber ? m1 : m2;
    }

    /// <summary>The members of both sets, each in the status that one allowed step leads to.</summary>
    public static ImmutableSortedSet<Member> PickNextTransition(IEnumerable<Member> a, IEnumerable<Member> b) =>
        [.. a.Concat(b).GroupBy(m => m.UniqueAddress).Select(g => g.Aggregate(PickNextTransition))];

    /// <summary>Of two views of one member the one that the other can become in one step.</summary>
    /// <exception cref="InvalidOperationException">No step leads from one to the other.</exception>
    public static Member PickNextTransition(Member a, Member b)
    {
        if (a.Status == b.Status || MemberLifeCycle.Allows(b.Status, a.Status))
            return a;
        if (MemberLifeCycle.Allows(a.Status, b.Status))
            return b;
        throw new InvalidOperationException($"No step leads between {a} and {b}.");
    }

    /// <summary>Orders by address, as the cluster's state is sorted.</summary>
    public int CompareTo(Member? other) => other is null ? 1 : UniqueAddress.CompareTo(other.UniqueAddress);

    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        Member other => CompareTo(other),
        _ => throw new ArgumentException($"Expected a Member, found {obj.GetType()}.", nameof(obj))
    };

    public override bool Equals(object? obj) => obj is Member other && UniqueAddress == other.UniqueAddress;

    public override int GetHashCode() => UniqueAddress.GetHashCode();

    public override string ToString() => $"Member({UniqueAddress}, {Status}, [{string.Join(", ", Roles.Order(StringComparer.Ordinal))}], {AppVersion.Version})";
}
