using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Cluster.Internal;
using Akka.Util;

namespace Akka.Cluster.Serialization;

/// <summary>Reads a gossip and refuses one whose parts do not fit together. Lives for one call.</summary>
internal sealed class GossipReader
{
    private readonly WireGossip _wire;
    private readonly UniqueAddress[] _nodes;
    private readonly AppVersion[] _versions;

    private GossipReader(WireGossip wire)
    {
        _wire = wire;
        _nodes = [.. wire.Nodes.Select(WireNodes.Read)];
        _versions = [.. wire.AppVersions.Select(AppVersion.Create)];
    }

    public static Gossip Read(WireGossip? wire) =>
        wire is null ? throw new SerializationException("Expected a gossip, found nothing.") : new GossipReader(wire).ReadAll();

    private Gossip ReadAll() => new(
        [.. _wire.Members.Select(ReadMember)],
        [.. _wire.Seen.Select(Node)],
        Reachability.FromRows(_wire.Observers.Select(ReadObserver)),
        WireNodes.Read(_wire.Version),
        [.. _wire.Tombstones.Select(Node)]);

    private Member ReadMember(WireMember member) => new(
        Node(member.Node),
        member.UpNumber == 0 ? Member.NeverUp : (int)member.UpNumber,
        WireStatus.Read(member.Status),
        [.. member.Roles.Select(r => At(_wire.Roles, r))],
        At(_versions, member.AppVersion));

    private KeyValuePair<UniqueAddress, ReachabilityRow> ReadObserver(WireObserver observer)
    {
        var subjects = ImmutableSortedDictionary.CreateBuilder<UniqueAddress, ReachabilityStatus>();
        foreach (var subject in observer.Unreachable)
            subjects[Node(subject)] = ReachabilityStatus.Unreachable;
        foreach (var subject in observer.Terminated)
            subjects[Node(subject)] = ReachabilityStatus.Terminated;
        return KeyValuePair.Create(Node(observer.Node), new ReachabilityRow(observer.Version, subjects.ToImmutable()));
    }

    private UniqueAddress Node(uint index) => At(_nodes, index);

    private static T At<T>(IList<T> table, uint index) => index < table.Count
        ? table[(int)index]
        : throw new SerializationException($"Index {index} in a gossip points beyond its table of {table.Count}.");
}
