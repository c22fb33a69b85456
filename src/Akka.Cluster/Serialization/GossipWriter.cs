using Akka.Cluster.Internal;

namespace Akka.Cluster.Serialization;

/// <summary>Writes a gossip. Lives for one call.</summary>
internal sealed class GossipWriter
{
    private readonly WireGossip _wire = new();
    private readonly Dictionary<UniqueAddress, uint> _nodes = [];
    private readonly Dictionary<string, uint> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, uint> _versions = new(StringComparer.Ordinal);

    private GossipWriter()
    {
    }

    public static WireGossip Write(Gossip gossip)
    {
        var writer = new GossipWriter();
        writer.WriteAll(gossip);
        return writer._wire;
    }

    private void WriteAll(Gossip gossip)
    {
        foreach (var member in gossip.Members)
            _wire.Members.Add(Write(member));
        foreach (var (observer, row) in gossip.Reachability.Rows)
            _wire.Observers.Add(Write(observer, row));
        _wire.Seen.Add(gossip.Seen.Select(Index));
        _wire.Version.Add(WireNodes.Write(gossip.Version));
        _wire.Tombstones.Add(gossip.Tombstones.Select(Index));
    }

    private WireMember Write(Member member) => new()
    {
        Node = Index(member.UniqueAddress),
        Status = WireStatus.Write(member.Status),
        UpNumber = member.UpNumber == Member.NeverUp ? 0 : (uint)member.UpNumber,
        Roles = { member.Roles.Order(StringComparer.Ordinal).Select(r => Index(_roles, r, _wire.Roles)) },
        AppVersion = Index(_versions, member.AppVersion.Version, _wire.AppVersions)
    };

    private WireObserver Write(UniqueAddress observer, ReachabilityRow row) => new()
    {
        Node = Index(observer),
        Version = row.Version,
        Unreachable = { row.Subjects.Where(s => s.Value == ReachabilityStatus.Unreachable).Select(s => Index(s.Key)) },
        Terminated = { row.Subjects.Where(s => s.Value == ReachabilityStatus.Terminated).Select(s => Index(s.Key)) }
    };

    private uint Index(UniqueAddress node)
    {
        if (!_nodes.TryGetValue(node, out var index))
        {
            _nodes[node] = index = (uint)_nodes.Count;
            _wire.Nodes.Add(WireNodes.Write(node));
        }
        return index;
    }

    private static uint Index(Dictionary<string, uint> known, string text, ICollection<string> table)
    {
        if (!known.TryGetValue(text, out var index))
        {
            known[text] = index = (uint)known.Count;
            table.Add(text);
        }
        return index;
    }
}
