namespace Akka.Cluster.Tools.PublishSubscribe.Internal;

/// <summary>What can be registered: an actor by its path, or that a node has subscribers of a topic, without or with a group.</summary>
internal readonly record struct RegistryKey(RegistryKind Kind, string Name, string Group) : IComparable<RegistryKey>
{
    public static RegistryKey Path(string path) => new(RegistryKind.Path, path, "");

    public static RegistryKey Topic(string topic, string? group) => group is null
        ? new(RegistryKind.Topic, topic, "")
        : new(RegistryKind.TopicGroup, topic, group);

    public int CompareTo(RegistryKey other)
    {
        var order = Kind.CompareTo(other.Kind);
        if (order == 0)
            order = string.CompareOrdinal(Name, other.Name);
        return order != 0 ? order : string.CompareOrdinal(Group, other.Group);
    }
}

internal enum RegistryKind
{
    Path,
    Topic,
    TopicGroup
}
