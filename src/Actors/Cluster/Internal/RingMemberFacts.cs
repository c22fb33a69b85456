using System.Collections.Immutable;

namespace Actors.Cluster.Internal;

/// <summary>What membership tells of a node that may be a storage node.</summary>
/// <param name="Address">Where it is; changes with every start.</param>
/// <param name="Roles">Among them <c>storage</c>, <c>node-ID</c>, <c>weight-N</c>, <c>zone-*</c>.</param>
/// <param name="Reachable">As the failure detector sees it.</param>
/// <param name="Age">Larger: joined later.</param>
internal sealed record RingMemberFacts(string Address, IReadOnlyCollection<string> Roles, bool Reachable, int Age)
{
    /// <summary>What every node of the product announces, and a program that has joined does not.</summary>
    public const string AnyNode = "node";

    private const string NodePrefix = "node-";
    private const string WeightPrefix = "weight-";
    private const string ZonePrefix = "zone-";

    /// <summary>
    /// The storage nodes among the members, one for each node id: a node that was started again is there twice until its old incarnation is removed,
    /// and the one that is reachable, or else the later one, counts.
    /// </summary>
    public static ImmutableArray<(RingMember Member, RingMemberFacts Facts)> StorageNodes(IEnumerable<RingMemberFacts> members) => NodesOf("storage", members);

    /// <summary>The nodes of a role among the members, as with <see cref="StorageNodes"/>.</summary>
    public static ImmutableArray<(RingMember Member, RingMemberFacts Facts)> NodesOf(string role, IEnumerable<RingMemberFacts> members) =>
    [
        .. members.Where(member => member.Roles.Contains(role))
            .Select(member => (Member: member.ToRingMember(), Facts: member))
            .Where(pair => pair.Member is not null)
            .GroupBy(pair => pair.Member!.NodeId, (_, same) => same.OrderByDescending(pair => pair.Facts.Reachable).ThenByDescending(pair => pair.Facts.Age).First())
            .Select(pair => (pair.Member!, pair.Facts)),
    ];

    /// <summary>The id of its data folder; null when it announces none. A label that only looks like one is none.</summary>
    public string? NodeId => Values(NodePrefix).FirstOrDefault(NodeIdentity.IsNodeId);

    /// <summary>Whether a role is for the node itself to announce, not for its user.</summary>
    public static bool IsReserved(string role) => role == AnyNode || role.StartsWith(NodePrefix, StringComparison.Ordinal) || role.StartsWith(WeightPrefix, StringComparison.Ordinal);

    private RingMember? ToRingMember() => NodeId is { } id
        ? new RingMember(id, int.TryParse(Value(WeightPrefix), out var weight) ? Math.Clamp(weight, 1, RingMember.MaxWeight) : 1, Value(ZonePrefix))
        : null;

    private string? Value(string prefix) => Values(prefix).FirstOrDefault();

    private IEnumerable<string> Values(string prefix) =>
        Roles.Where(role => role.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(role => role[prefix.Length..]);
}
