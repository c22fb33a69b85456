using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Actors.Cluster;

/// <summary>
/// Which nodes own a key: an immutable value, the same for the same members in whatever order. Views of it may differ between nodes
/// for a while; nothing may depend on their agreement.
/// </summary>
/// <remarks>
/// Token i of a node is the first 32 bits, big-endian, of SHA-256("node-id/i"), <see cref="TokensPerWeight"/> x weight tokens a node. A key sits
/// at the first 32 bits of its own SHA-256; its owners are the nodes of the next tokens clockwise, distinct nodes, distinct zones first.
/// </remarks>
public sealed class HashRing
{
    /// <summary>128 tokens keep a node's share within about a quarter of the fair one.</summary>
    public const int TokensPerWeight = 128;

    private readonly uint[] _tokens;
    private readonly int[] _nodes; // _nodes[i] is the index in Members of the node with _tokens[i]
    private readonly int[] _zones; // by index in Members
    private readonly int _zoneCount;

    private HashRing(ImmutableArray<RingMember> members, uint[] tokens, int[] nodes)
    {
        Members = members;
        _tokens = tokens;
        _nodes = nodes;
        var zones = members.Select(member => member.Zone is { } zone ? "zone " + zone : "node " + member.NodeId).ToArray();
        var distinct = zones.Distinct().ToList();
        _zones = [.. zones.Select(zone => distinct.IndexOf(zone))];
        _zoneCount = distinct.Count;
    }

    public static HashRing Empty { get; } = Of([]);

    /// <summary>Ordered by node id.</summary>
    public ImmutableArray<RingMember> Members { get; }

    /// <exception cref="ArgumentException">Two members have one node id, or a weight is out of range.</exception>
    public static HashRing Of(IEnumerable<RingMember> members)
    {
        ImmutableArray<RingMember> ordered = [.. members.OrderBy(member => member.NodeId, StringComparer.Ordinal)];
        Check(ordered);
        // Equal tokens of two nodes are ordered by node id, as the members are: the sort is by the pair.
        var entries = ordered.SelectMany((member, index) => Tokens(member).Select(token => (token, index))).Order().ToArray();
        return new HashRing(ordered, [.. entries.Select(entry => entry.token)], [.. entries.Select(entry => entry.index)]);
    }

    /// <summary>Where a key sits on the ring.</summary>
    public static uint Position(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    /// <summary>The key's owners in order; fewer than <paramref name="replicas"/> when there are fewer members.</summary>
    public ImmutableArray<RingMember> Owners(ReadOnlySpan<byte> key, int replicas) => Owners(Position(key), replicas);

    public ImmutableArray<RingMember> Owners(string key, int replicas) => Owners(Encoding.UTF8.GetBytes(key), replicas);

    public ImmutableArray<RingMember> Owners(uint position, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        var walk = new Walk(Math.Min(replicas, Members.Length), Members.Length, _zoneCount);
        var start = FirstTokenAt(position);
        for (var step = 0; step < _tokens.Length && !walk.Complete; step++)
        {
            var node = _nodes[(start + step) % _nodes.Length];
            walk.Meet(node, _zones[node]);
        }

        return [.. walk.Nodes().Select(node => Members[node])];
    }

    /// <summary>All members in the order in which they own or stand in for the key: its owners, however many, are the first of them.</summary>
    public ImmutableArray<RingMember> Preference(ReadOnlySpan<byte> key) => Owners(key, Members.Length);

    /// <summary>The part of all keys whose first owner a member is, 0 to 1, by node id.</summary>
    public ImmutableSortedDictionary<string, double> Shares()
    {
        var shares = new double[Members.Length];
        for (var i = 0; i < _tokens.Length; i++)
        {
            // Token i takes the keys after the token before it; unsigned subtraction wraps at the ring's end.
            var span = _tokens.Length == 1 ? uint.MaxValue : _tokens[i] - _tokens[(i + _tokens.Length - 1) % _tokens.Length];
            shares[_nodes[i]] += span / (double)uint.MaxValue;
        }

        return Members.Select((member, index) => (member.NodeId, Share: shares[index]))
            .ToImmutableSortedDictionary(pair => pair.NodeId, pair => pair.Share, StringComparer.Ordinal);
    }

    private static IEnumerable<uint> Tokens(RingMember member)
    {
        for (var i = 0; i < TokensPerWeight * member.Weight; i++)
            yield return Position(Encoding.UTF8.GetBytes($"{member.NodeId}/{i}"));
    }

    private static void Check(ImmutableArray<RingMember> ordered)
    {
        for (var i = 0; i < ordered.Length; i++)
        {
            var member = ordered[i];
            if (member.Weight is < 1 or > RingMember.MaxWeight)
                throw new ArgumentException($"Node {member.NodeId} has weight {member.Weight}; 1 to {RingMember.MaxWeight} are allowed.");
            if (i > 0 && ordered[i - 1].NodeId == member.NodeId)
                throw new ArgumentException($"Two members have the node id {member.NodeId}.");
        }
    }

    private int FirstTokenAt(uint position)
    {
        var found = Array.BinarySearch(_tokens, position);
        if (found < 0)
            return ~found;
        while (found > 0 && _tokens[found - 1] == position) // equal tokens: the first of them
            found--;
        return found;
    }

    /// <summary>Collects distinct nodes clockwise: one of each zone first, then whoever was passed over, in order.</summary>
    private sealed class Walk(int wanted, int nodeCount, int zoneCount)
    {
        private readonly bool[] _met = new bool[nodeCount];
        private readonly bool[] _zoneTaken = new bool[zoneCount];
        private readonly List<int> _chosen = [];
        private readonly List<int> _passedOver = [];

        public bool Complete => _chosen.Count == wanted || (_chosen.Count == zoneCount && _chosen.Count + _passedOver.Count >= wanted);

        public void Meet(int node, int zone)
        {
            if (_met[node])
                return;
            _met[node] = true;
            (_zoneTaken[zone] ? _passedOver : _chosen).Add(node);
            _zoneTaken[zone] = true;
        }

        public IEnumerable<int> Nodes() => _chosen.Concat(_passedOver).Take(wanted);
    }
}
