using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Internal;

/// <summary>A side with at least so many members stays. Needs a cluster of at most <c>2 * Size - 1</c> members.</summary>
internal sealed record StaticQuorum(int Size, string Role) : DowningStrategy
{
    protected override DowningVerdict Judge(ImmutableSortedSet<Member> own, ImmutableSortedSet<Member> other)
    {
        var ours = own.Count(m => IsCertain(m) && HasRole(m, Role));
        var theirs = other.Count(m => IsCertain(m) && HasRole(m, Role));
        // With more members both sides could have a quorum.
        if (ours + theirs > Size * 2 - 1)
            return DowningVerdict.DownAll;
        return ours >= Size ? DowningVerdict.DownOther : DowningVerdict.DownOwn;
    }
}

/// <summary>The side with the oldest member stays, unless that member is alone and <paramref name="DownIfAlone"/> is set.</summary>
internal sealed record KeepOldest(bool DownIfAlone, string Role) : DowningStrategy
{
    protected override DowningVerdict Judge(ImmutableSortedSet<Member> own, ImmutableSortedSet<Member> other)
    {
        var verdict = Compare(own, other, IsCertain);
        // The other side may see our leaving ones as Exiting already, and so another member as the oldest.
        if (verdict == DowningVerdict.DownOther && Compare(own, other, m => m.Status == MemberStatus.Up) != DowningVerdict.DownOther)
            return DowningVerdict.DownAll;
        return verdict;
    }

    private DowningVerdict Compare(ImmutableSortedSet<Member> own, ImmutableSortedSet<Member> other, Func<Member, bool> counts)
    {
        var ours = own.Where(m => counts(m) && HasRole(m, Role)).ToArray();
        var theirs = other.Where(m => counts(m) && HasRole(m, Role)).ToArray();
        if (ours.Concat(theirs).Min(Member.AgeOrdering) is not { } oldest)
            return DowningVerdict.DownAll;
        var isOurs = ours.Contains(oldest);
        var isAlone = (isOurs ? ours : theirs).Length == 1;
        return isOurs == (DownIfAlone && isAlone) ? DowningVerdict.DownOwn : DowningVerdict.DownOther;
    }
}

/// <summary>The side with one given node stays, if it has enough members.</summary>
internal sealed record KeepReferee(Address Referee, int DownAllIfLessThan) : DowningStrategy
{
    protected override DowningVerdict Judge(ImmutableSortedSet<Member> own, ImmutableSortedSet<Member> other)
    {
        if (own.All(m => m.Address != Referee))
            return DowningVerdict.DownOwn;
        return own.Count < DownAllIfLessThan ? DowningVerdict.DownAll : DowningVerdict.DownOther;
    }
}

/// <summary>Nobody stays: for clusters that something outside starts again.</summary>
internal sealed record DownAllStrategy : DowningStrategy
{
    protected override DowningVerdict Judge(ImmutableSortedSet<Member> own, ImmutableSortedSet<Member> other) => DowningVerdict.DownAll;
}
