using System.Collections.Immutable;
using Actors.Cluster;

namespace Actors.Storage.Internal.Planning;

/// <summary>Where the copies of one put should go, as its coordinator sees the ring.</summary>
/// <param name="Self">The coordinator; it always keeps a copy, as a hint when it is no owner.</param>
/// <param name="Owners">In ring order.</param>
/// <param name="StandIns">The other members in ring order.</param>
/// <param name="Unreachable">Members that the failure detector suspects.</param>
/// <param name="Required">How many distinct nodes must have it on disk before it is acknowledged.</param>
/// <param name="Short">There are fewer storage nodes than an object should have copies.</param>
internal sealed record PutPlan(
    string Self, ImmutableArray<string> Owners, ImmutableArray<string> StandIns, ImmutableHashSet<string> Unreachable, int Required, bool Short = false)
{
    public static PutPlan For(HashRing ring, ObjectId id, string self, ImmutableHashSet<string> unreachable, int replicas, int writeAcks)
    {
        var preference = ring.Preference(id.ToBytes()).Select(member => member.NodeId).ToImmutableArray();
        var owners = preference.Take(replicas).ToImmutableArray();
        var required = Math.Max(1, Math.Min(writeAcks, ring.Members.Length));
        return new PutPlan(self, owners, [.. preference.Skip(owners.Length)], unreachable, required, Short: owners.Length < replicas);
    }
}
