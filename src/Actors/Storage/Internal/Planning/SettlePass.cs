using System.Collections.Immutable;
using Actors.Cluster;

namespace Actors.Storage.Internal.Planning;

/// <summary>
/// One pass over copies that some owner may lack. A copy is settled when every current owner has said, in answer to this pass, that it holds these bytes;
/// only then may a node that is no owner drop its own (S2: by proof, never by view).
/// </summary>
/// <remarks>
/// Two nodes with different views could each take the other's word and both drop. So a node that gives its word for an id voids what it has collected for that
/// id itself (<see cref="Void"/>): of two that rely on each other, the one that answered last keeps its copy.
/// </remarks>
internal sealed record SettlePass(string Self, ImmutableSortedDictionary<ObjectId, SettleItem> Open)
{
    public static SettlePass Begin(string self, HashRing ring, IEnumerable<ObjectInfo> copies, int replicas) =>
        new(self, copies.ToImmutableSortedDictionary(copy => copy.Id, copy => Item(self, ring, copy, replicas)));

    /// <summary>What to offer to whom.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<ObjectInfo>> Offers => Open.Values
        .SelectMany(item => item.Unproven.Select(owner => (owner, item.Copy)))
        .GroupBy(pair => pair.owner)
        .ToImmutableSortedDictionary(group => group.Key, group => group.Select(pair => pair.Copy).ToImmutableArray());

    /// <summary>Copies that no other node owns: settled at once.</summary>
    public (SettlePass Pass, ImmutableArray<Settled> Done) TakeOwn()
    {
        var own = Open.Values.Where(item => item.Unproven.IsEmpty).ToList();
        return (this with { Open = Open.RemoveRange(own.Select(item => item.Copy.Id)) }, [.. own.Where(item => item.IsOwner).Select(item => item.Settle())]);
    }

    /// <summary>The owner holds these bytes.</summary>
    public (SettlePass Pass, Settled? Done) Proved(string owner, ObjectId id)
    {
        if (!Open.TryGetValue(id, out var item) || !item.Unproven.Contains(owner))
            return (this, null);
        var left = item with { Unproven = item.Unproven.Remove(owner) };
        return left.Unproven.IsEmpty
            ? (this with { Open = Open.Remove(id) }, item.Settle())
            : (this with { Open = Open.SetItem(id, left) }, null);
    }

    /// <summary>This node has given its word that it holds the id: it will keep it at least until another pass.</summary>
    public SettlePass Void(ObjectId id) => this with { Open = Open.Remove(id) };

    private static SettleItem Item(string self, HashRing ring, ObjectInfo copy, int replicas)
    {
        var owners = ring.Owners(copy.Id.ToBytes(), replicas).Select(member => member.NodeId).ToImmutableSortedSet();
        return new SettleItem(copy, owners.Remove(self), owners.Contains(self), Short: owners.Count < replicas);
    }
}

/// <param name="Copy">What is to be settled.</param>
/// <param name="Unproven">Owners whose word is missing.</param>
/// <param name="IsOwner">Whether this node is one of the owners.</param>
/// <param name="Short">There are fewer owners than it should have copies.</param>
internal sealed record SettleItem(ObjectInfo Copy, ImmutableSortedSet<string> Unproven, bool IsOwner, bool Short)
{
    public Settled Settle() => new(Copy, Drop: !IsOwner && !Short, Short);
}

/// <summary>All owners have it; this node drops its copy if it is no owner.</summary>
/// <param name="Copy">What is settled.</param>
/// <param name="Drop">This node is no owner.</param>
/// <param name="Short">But there are too few owners: the copy stays, marked if it was, for the nodes to come.</param>
internal sealed record Settled(ObjectInfo Copy, bool Drop, bool Short = false);
