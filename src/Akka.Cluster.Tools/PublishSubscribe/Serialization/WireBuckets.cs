using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe.Internal;

namespace Akka.Cluster.Tools.PublishSubscribe.Serialization;

/// <summary>Parts of the registry on the wire.</summary>
internal static class WireBuckets
{
    private const uint MaxPort = ushort.MaxValue;

    public static WireOwner Write(UniqueAddress node) => new()
    {
        Protocol = node.Address.Protocol,
        System = node.Address.System,
        Host = node.Address.Host,
        Port = (uint)(node.Address.Port ?? 0),
        Uid = node.Uid
    };

    public static UniqueAddress Read(WireOwner? owner)
    {
        if (owner is null || owner.Host.Length == 0 || owner.Port > MaxPort)
            throw new SerializationException($"Expected a node with host and port, found [{owner}].");
        return new UniqueAddress(new Address(owner.Protocol, owner.System, owner.Host, (int)owner.Port), owner.Uid);
    }

    public static WireBucket Write(BucketDelta delta) => new()
    {
        Owner = Write(delta.Owner),
        Since = delta.Since,
        Version = delta.Version,
        IsWhole = delta.IsWhole,
        Entries = { delta.Changes.Select(c => Write(c.Key, c.Value)) }
    };

    public static BucketDelta Read(ExtendedActorSystem system, WireBucket bucket) => new(
        Read(bucket.Owner),
        bucket.Since,
        bucket.Version,
        bucket.IsWhole,
        [.. bucket.Entries.Select(e => KeyValuePair.Create(ReadKey(e), ReadEntry(system, e)))]);

    private static WireEntry Write(RegistryKey key, BucketEntry entry) => new()
    {
        Kind = (WireKind)key.Kind,
        Name = key.Name,
        Group = key.Group,
        Version = entry.Version,
        IsPresent = entry.IsPresent,
        Actor = entry.Ref is null ? "" : Akka.Serialization.Serialization.SerializedActorPath(entry.Ref)
    };

    private static RegistryKey ReadKey(WireEntry entry) => entry.Kind is WireKind.Path or WireKind.Topic or WireKind.TopicGroup
        ? new RegistryKey((RegistryKind)entry.Kind, entry.Name, entry.Group)
        : throw new SerializationException($"Unknown kind of registration {(int)entry.Kind}.");

    private static BucketEntry ReadEntry(ExtendedActorSystem system, WireEntry entry) => new(
        entry.Version, entry.Actor.Length == 0 ? null : system.Provider.ResolveActorRef(entry.Actor), entry.IsPresent, TimeSpan.Zero);
}
