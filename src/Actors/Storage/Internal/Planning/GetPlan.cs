using System.Collections.Immutable;
using Actors.Cluster;

namespace Actors.Storage.Internal.Planning;

/// <summary>Whom to ask for an object, in order: owners first, then everyone else, as anyone may hold a hint.</summary>
internal sealed record GetPlan(ImmutableArray<string> Owners, ImmutableArray<string> Others)
{
    /// <param name="ring">As the asking node sees it.</param>
    /// <param name="id">Of the object.</param>
    /// <param name="suspects">Nodes that are unreachable or were slow a moment ago: asked last among their kind.</param>
    /// <param name="replicas">How many owners an object has.</param>
    public static GetPlan For(HashRing ring, ObjectId id, IReadOnlySet<string> suspects, int replicas)
    {
        var preference = ring.Preference(id.ToBytes()).Select(member => member.NodeId).ToList();
        return new GetPlan([.. preference.Take(replicas).OrderBy(suspects.Contains)], [.. preference.Skip(replicas).OrderBy(suspects.Contains)]);
    }
}
