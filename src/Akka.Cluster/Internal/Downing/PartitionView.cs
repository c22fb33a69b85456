using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>One side of a partition as a member sees it: who counts, who is reachable, who is only half connected.</summary>
internal sealed class PartitionView
{
    public PartitionView(MembershipState view)
    {
        Members = [.. view.Gossip.Members.Where(m => m.Status is not (MemberStatus.Down or MemberStatus.Exiting))];
        var records = view.TrustedReachability.Records.Where(r => Counts(r.Observer) && Counts(r.Subject)).ToArray();
        var unreachable = records.Select(r => r.Subject).Where(n => n != view.Self).ToHashSet();
        var half = FindHalfConnected(records, view.Gossip);
        HalfConnected = [.. Members.Where(m => half.Contains(m.UniqueAddress))];
        Other = [.. Members.Where(m => unreachable.Contains(m.UniqueAddress) && !half.Contains(m.UniqueAddress))];
        Own = Members.Except(Other);
        Agreeing = [.. Own.Where(m => view.Gossip.SeenBy(m.UniqueAddress))];
    }

    /// <summary>All that are neither Down nor Exiting: those are on their way out and count nowhere.</summary>
    public ImmutableSortedSet<Member> Members { get; }

    /// <summary>This side: all that are reachable or half connected.</summary>
    public ImmutableSortedSet<Member> Own { get; }

    /// <summary>The other side of a clean split.</summary>
    public ImmutableSortedSet<Member> Other { get; }

    /// <summary>Members of this side that some can reach and others cannot: what they see is not to be relied on.</summary>
    public ImmutableSortedSet<Member> HalfConnected { get; }

    /// <summary>Who of this side has seen the very state that is decided about.</summary>
    public ImmutableSortedSet<Member> Agreeing { get; }

    public bool OwnSideAgrees => Agreeing.Count == Own.Count;

    public bool HasTrouble => !Other.IsEmpty || !HalfConnected.IsEmpty;

    // An observer that others cannot reach but whose word has come, or a subject that has seen the current gossip although somebody cannot reach
    // it: in both cases messages find a way around the broken link.
    private static HashSet<UniqueAddress> FindHalfConnected(ReachabilityRecord[] records, Gossip gossip)
    {
        var subjects = records.Select(r => r.Subject).ToHashSet();
        var mutual = records.Select(r => r.Observer).Where(subjects.Contains);
        var seeing = records.Where(r => gossip.SeenBy(r.Subject)).SelectMany(r => new[] { r.Observer, r.Subject });
        return [.. mutual, .. seeing];
    }

    private bool Counts(UniqueAddress node) => Members.Any(m => m.UniqueAddress == node);
}
