using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Akka.Cluster.Internal;

/// <summary>
/// Who watches whom: the nodes stand on a ring by a hash of their name, and each watches the next few. Neighbours on the ring are seldom
/// neighbours in a rack, and all nodes compute the same ring from the same members.
/// </summary>
internal sealed class HeartbeatRing
{
    private readonly ImmutableArray<UniqueAddress> _ring;
    private readonly ImmutableHashSet<UniqueAddress> _unreachable;
    private readonly int _monitoredBy;

    public HeartbeatRing(UniqueAddress self, IEnumerable<UniqueAddress> nodes, ImmutableHashSet<UniqueAddress> unreachable, int monitoredBy)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(monitoredBy, 1);
        _ring = [.. nodes.Append(self).Distinct().Select(n => (Key: Key(n), Node: n)).OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => x.Node)];
        _unreachable = unreachable;
        _monitoredBy = monitoredBy;
        Receivers = ReceiversOf(self);
    }

    /// <summary>The nodes that this node sends heartbeats to.</summary>
    public ImmutableSortedSet<UniqueAddress> Receivers { get; }

    /// <summary>
    /// The next reachable ones on the ring, and the unreachable ones passed on the way: these are still watched, to see them come back.
    /// </summary>
    public ImmutableSortedSet<UniqueAddress> ReceiversOf(UniqueAddress sender)
    {
        var receivers = ImmutableSortedSet.CreateBuilder<UniqueAddress>();
        var start = _ring.IndexOf(sender);
        var reachable = 0;
        for (var i = 1; i < _ring.Length && reachable < _monitoredBy; i++)
        {
            var node = _ring[(start + i) % _ring.Length];
            receivers.Add(node);
            if (!_unreachable.Contains(node))
                reachable++;
        }
        return receivers.ToImmutable();
    }

    private static string Key(UniqueAddress node) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(node.ToString())));
}
