using System.Collections.Concurrent;
using System.Collections.Immutable;
using Actors.Cluster;
using Actors.Cluster.Internal;
using Akka.Actor;
using Akka.Cluster;

namespace Actors.Services.Brokers;

/// <summary>Which node has the broker of a service: the owner of the service's name on the ring of the broker nodes that are Up.</summary>
internal sealed class ServiceHomes
{
    public const string Role = "broker";

    // Services are asked for with every message; the ring hashes the name each time. Names come from clients, so there may be any number of them.
    private const int MaxKnown = 10_000;

    private readonly ConcurrentDictionary<string, Address?> _known = new(StringComparer.Ordinal);
    private readonly HashRing _ring;
    private readonly ImmutableDictionary<string, Address> _addresses;
    private readonly ImmutableHashSet<Address> _unreachable;

    private ServiceHomes(HashRing ring, ImmutableDictionary<string, Address> addresses, ImmutableHashSet<Address> all, ImmutableHashSet<Address> unreachable) =>
        (_ring, _addresses, All, _unreachable) = (ring, addresses, all, unreachable);

    public static ServiceHomes None { get; } = new(HashRing.Empty, ImmutableDictionary<string, Address>.Empty, [], []);

    /// <summary>The broker nodes that services may have for a home.</summary>
    public IEnumerable<Address> Brokers => _addresses.Values;

    /// <summary>Those that are about to leave too: until they are gone they answer for what they have.</summary>
    public ImmutableHashSet<Address> All { get; }

    /// <param name="members">The cluster's members, in whatever status.</param>
    /// <param name="unreachable">Those that the failure detector does not see.</param>
    public static ServiceHomes Of(IEnumerable<Member> members, IReadOnlySet<UniqueAddress> unreachable)
    {
        var brokers = members.Where(member => member.HasRole(Role) && member.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Exiting).ToArray();
        var up = brokers.Where(member => member.Status == MemberStatus.Up).Order(Member.AgeOrdering).ToArray();
        var addresses = up.ToDictionary(member => member.Address.ToString(), member => member.Address);
        var nodes = RingMemberFacts.NodesOf(
            Role, up.Select((member, age) => new RingMemberFacts(member.Address.ToString(), member.Roles, !unreachable.Contains(member.UniqueAddress), age)));
        // All brokers weigh the same: a node's weight is that of its disk.
        return new ServiceHomes(
            HashRing.Of(nodes.Select(node => new RingMember(node.Member.NodeId))),
            nodes.ToImmutableDictionary(node => node.Member.NodeId, node => addresses[node.Facts.Address]),
            [.. brokers.Select(member => member.Address)],
            [.. unreachable.Select(node => node.Address)]);
    }

    /// <summary>Null while there is no broker node.</summary>
    public Address? HomeOf(string service)
    {
        if (_known.TryGetValue(service, out var known))
            return known;
        var home = _ring.Owners(service, 1) is [var owner] ? _addresses[owner.NodeId] : null;
        if (_known.Count >= MaxKnown)
            _known.Clear();
        return _known[service] = home;
    }

    /// <summary>What is sent there now comes to nothing: it is still a member, and has not been heard of for a while.</summary>
    public bool IsUnreachable(Address broker) => _unreachable.Contains(broker);

    public bool IsSameAs(ServiceHomes other) =>
        All.SetEquals(other.All) && _unreachable.SetEquals(other._unreachable) && _addresses.Count == other._addresses.Count && _addresses.All(pair => other._addresses.TryGetValue(pair.Key, out var address) && address == pair.Value);
}
