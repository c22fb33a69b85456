using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Actor;

namespace Akka.Cluster.Serialization;

/// <summary>Addresses, incarnations and vector clocks on the wire.</summary>
internal static class WireNodes
{
    private const uint MaxPort = ushort.MaxValue;

    public static WireAddress Write(Address address) => new()
    {
        Protocol = address.Protocol,
        System = address.System,
        Host = address.Host,
        Port = (uint)(address.Port ?? 0)
    };

    public static WireNode Write(UniqueAddress node) => new() { Address = Write(node.Address), Uid = node.Uid };

    public static IEnumerable<WireCount> Write(VectorClock clock) =>
        clock.Versions.Select(v => new WireCount { Node = v.Key.ToString(), Count = v.Value });

    public static Address Read(WireAddress? address)
    {
        if (address is null || address.Host.Length == 0 || address.Port > MaxPort)
            throw new SerializationException($"Expected an address with host and port, found [{address}].");
        return new Address(address.Protocol, address.System, address.Host, (int)address.Port);
    }

    public static UniqueAddress Read(WireNode? node) =>
        node is null ? throw new SerializationException("Expected a node, found nothing.") : new UniqueAddress(Read(node.Address), node.Uid);

    public static VectorClock Read(IEnumerable<WireCount> counts)
    {
        var versions = ImmutableSortedDictionary.CreateBuilder<VectorClock.Node, long>();
        foreach (var count in counts)
            versions[VectorClock.Node.FromHash(count.Node)] = count.Count;
        return VectorClock.Create(versions.ToImmutable());
    }
}
