using System.Collections.Immutable;
using Akka.Actor;

namespace Actors.Cluster.Internal;

/// <summary>What one node knows of the storage nodes at a time; another node may know otherwise.</summary>
internal sealed class RingView
{
    private readonly ImmutableDictionary<string, StorageMember> _members;

    public RingView(IEnumerable<StorageMember> members, IReadOnlyList<LostMember>? lost = null)
    {
        Lost = lost ?? [];
        _members = members.ToImmutableDictionary(member => member.Member.NodeId);
        Ring = HashRing.Of(_members.Values.Select(member => member.Member));
        Unreachable = [.. _members.Values.Where(member => !member.Reachable).Select(member => member.Member.NodeId)];
    }

    public static RingView Empty { get; } = new([]);

    public HashRing Ring { get; }

    public ImmutableHashSet<string> Unreachable { get; }

    /// <summary>No members any more, and not known to have handed over what they hold; in the order of their loss.</summary>
    public IReadOnlyList<LostMember> Lost { get; }

    public bool IsEmpty => _members.IsEmpty;

    /// <summary>The node's actor, or null when it is no member.</summary>
    public IActorRef? ActorOf(string nodeId) => _members.TryGetValue(nodeId, out var member) ? member.Node : null;

    public bool SameRing(RingView other) => Ring.Members.SequenceEqual(other.Ring.Members);
}
