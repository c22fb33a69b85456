using System.Collections.Immutable;
using Actors.Cluster;
using Actors.Cluster.Internal;

namespace Actors.Storage.Internal.Planning;

/// <summary>Whom to ask for an object, in order: owners first, then everyone else, as anyone may hold a hint.</summary>
internal sealed record GetPlan(ImmutableArray<string> Owners, ImmutableArray<string> Others)
{
    /// <summary>Nodes that were members and may come back with a copy: as long as there are any, nobody can say that there is none.</summary>
    public ImmutableArray<LostMember> Lost { get; init; } = [];

    /// <param name="ring">As the asking node sees it.</param>
    /// <param name="id">Of the object.</param>
    /// <param name="suspects">Nodes that are unreachable or were slow a moment ago: asked last among their kind.</param>
    /// <param name="replicas">How many owners an object has.</param>
    public static GetPlan For(HashRing ring, ObjectId id, IReadOnlySet<string> suspects, int replicas)
    {
        var preference = ring.Preference(id.ToBytes()).Select(member => member.NodeId).ToList();
        return new GetPlan([.. preference.Take(replicas).OrderBy(suspects.Contains)], [.. preference.Skip(replicas).OrderBy(suspects.Contains)]);
    }

    /// <summary>With those of the lost nodes that are still remembered.</summary>
    public GetPlan WithLost(IEnumerable<LostMember> lost, TimeSpan memory, TimeSpan now) => this with { Lost = [.. lost.Where(node => now - node.Since < memory)] };
}
