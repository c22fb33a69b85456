using Akka.Actor;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>Subscribes an actor of this node to a topic; the sender gets a <see cref="SubscribeAck"/>. It ends with the actor.</summary>
public sealed class Subscribe : IEquatable<Subscribe>
{
#nullable disable annotations
    /// <param name="group">Of the subscribers with one group, one gets a message that is published to one of each group; null for none.</param>
    public Subscribe(string topic, IActorRef @ref, string group = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(@ref);
        Topic = topic;
        Ref = @ref;
        Group = group;
    }

    public string Topic { get; }

    public IActorRef Ref { get; }

    public string Group { get; }

    public bool Equals(Subscribe other) => other is not null && Topic == other.Topic && Ref.Equals(other.Ref) && Group == other.Group;

    public override bool Equals(object obj) => Equals(obj as Subscribe);
#nullable restore annotations

    public override int GetHashCode() => HashCode.Combine(Topic, Ref, Group);

    public override string ToString() => $"Subscribe({Topic}, {Ref}, {Group})";
}
