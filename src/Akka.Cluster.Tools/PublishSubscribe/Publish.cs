using Akka.Actor;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>Sends a message to all subscribers of a topic, on all nodes; at most once, with the sender of this message as theirs.</summary>
public sealed class Publish : IDistributedPubSubMessage, IEquatable<Publish>, IWrappedMessage
{
    /// <param name="sendOneMessageToEachGroup">Only subscribers with a group get it then, one of each group.</param>
    public Publish(string topic, object message, bool sendOneMessageToEachGroup = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(message);
        Topic = topic;
        Message = message;
        SendOneMessageToEachGroup = sendOneMessageToEachGroup;
    }

    public string Topic { get; }

    public object Message { get; }

    public bool SendOneMessageToEachGroup { get; }

#nullable disable annotations
    public bool Equals(Publish other) => other is not null && Topic == other.Topic && Message.Equals(other.Message) &&
        SendOneMessageToEachGroup == other.SendOneMessageToEachGroup;

    public override bool Equals(object obj) => Equals(obj as Publish);
#nullable restore annotations

    public override int GetHashCode() => HashCode.Combine(Topic, Message, SendOneMessageToEachGroup);

    public override string ToString() => $"Publish({Topic}, {Message}, {SendOneMessageToEachGroup})";
}
