using Akka.Actor;

namespace Akka.Cluster.Internal;

/// <summary>The orders of members and addresses. All nodes must agree on them, so they compare ordinally.</summary>
internal static class MemberOrdering
{
    public static int CompareAddresses(Address? a, Address? b)
    {
        if (ReferenceEquals(a, b))
            return 0;
        if (a is null)
            return -1;
        if (b is null)
            return 1;
        var order = string.CompareOrdinal(a.Host, b.Host);
        if (order == 0)
            order = Nullable.Compare(a.Port, b.Port);
        if (order == 0)
            order = string.CompareOrdinal(a.System, b.System);
        return order != 0 ? order : string.CompareOrdinal(a.Protocol, b.Protocol);
    }

    public static int CompareAge(Member? a, Member? b)
    {
        if (ReferenceEquals(a, b))
            return 0;
        if (a is null)
            return -1;
        if (b is null)
            return 1;
        var order = a.UpNumber.CompareTo(b.UpNumber);
        return order != 0 ? order : a.UniqueAddress.CompareTo(b.UniqueAddress);
    }

    /// <summary>Who may lead when nobody is Up or Leaving: the earlier in this order the better.</summary>
    public static int LeadershipRank(MemberStatus status) => status switch
    {
        MemberStatus.Up or MemberStatus.Leaving => 0,
        MemberStatus.WeaklyUp => 1,
        MemberStatus.Joining => 2,
        MemberStatus.Exiting => 3,
        _ => 4
    };
}
