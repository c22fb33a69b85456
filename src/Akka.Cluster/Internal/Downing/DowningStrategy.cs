using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>Which side of a partition must stop. Each side decides alone, so both must come to opposite answers from what they see.</summary>
internal abstract record DowningStrategy
{
    /// <summary>Decides for a clean split. <paramref name="other"/> is never empty.</summary>
    protected abstract DowningVerdict Judge(ImmutableSortedSet<Member> own, ImmutableSortedSet<Member> other);

    /// <summary>
    /// Decides by the documented rules: all half connected nodes stop, and the strategy judges the clean split. Only what this side has just
    /// confirmed is relied on, for a failure detector is seconds behind: if some of it have not answered, those who have must be enough by themselves.
    /// </summary>
    public DowningDecision Decide(MembershipState view, bool isConfirmed)
    {
        var partition = new PartitionView(view);
        var (own, other, half) = (partition.Own, partition.Other, partition.HalfConnected);
        var verdict = other.IsEmpty ? DowningVerdict.Keep : Judge(own, other);
        var keepsSome = verdict is DowningVerdict.Keep or DowningVerdict.DownOther;
        if (keepsSome && !(isConfirmed && partition.OwnSideAgrees) && !AreEnough(own.Except(half).Intersect(partition.Agreeing), partition.Members))
            verdict = DowningVerdict.DownAll;
        var nodes = verdict switch
        {
            DowningVerdict.Keep => half,
            DowningVerdict.DownOther => other.Union(half),
            DowningVerdict.DownOwn => own,
            _ => partition.Members
        };
        return new DowningDecision(verdict, [.. nodes.Select(m => m.UniqueAddress)], half.Count);
    }

    private bool AreEnough(ImmutableSortedSet<Member> few, ImmutableSortedSet<Member> all) =>
        !few.IsEmpty && Judge(few, all.Except(few)) == DowningVerdict.DownOther;

    /// <summary>Up and Leaving members: those that both sides have certainly counted as members.</summary>
    protected static bool IsCertain(Member member) => member.Status is MemberStatus.Up or MemberStatus.Leaving;

    protected static bool HasRole(Member member, string role) => role.Length == 0 || member.HasRole(role);
}

internal enum DowningVerdict
{
    Keep,
    DownOther,
    DownOwn,
    DownAll
}

/// <param name="Nodes">All that must be marked as down.</param>
/// <param name="HalfConnected">How many of these are in it because they are half connected.</param>
internal sealed record DowningDecision(DowningVerdict Verdict, ImmutableSortedSet<UniqueAddress> Nodes, int HalfConnected);
