using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>The larger side stays; of two halves the one with the lowest address.</summary>
/// <param name="Role">Only members with this role count; empty for all.</param>
internal sealed record KeepMajority(string Role) : DowningStrategy
{
    protected override DowningVerdict Judge(ImmutableSortedSet<Member> own, ImmutableSortedSet<Member> other)
    {
        var verdict = Compare(own, other, IsCertain, IsCertain);
        // The other side may have moved members on since it was last heard: its joining ones to Up, our leaving ones to Exiting. If that would
        // make it the majority in its own eyes, both sides could stay.
        if (verdict == DowningVerdict.DownOther && Compare(own, other, m => m.Status == MemberStatus.Up, _ => true) != DowningVerdict.DownOther)
            return DowningVerdict.DownAll;
        return verdict;
    }

    private DowningVerdict Compare(
        ImmutableSortedSet<Member> own, ImmutableSortedSet<Member> other, Func<Member, bool> ownCounts, Func<Member, bool> otherCounts)
    {
        var ours = own.Where(m => HasRole(m, Role) && ownCounts(m)).ToArray();
        var theirs = other.Where(m => HasRole(m, Role) && otherCounts(m)).ToArray();
        if (ours.Length != theirs.Length)
            return ours.Length > theirs.Length ? DowningVerdict.DownOther : DowningVerdict.DownOwn;
        if (ours.Length == 0)
            return DowningVerdict.DownAll;
        return ours[0].CompareTo(theirs[0]) < 0 ? DowningVerdict.DownOther : DowningVerdict.DownOwn;
    }
}
