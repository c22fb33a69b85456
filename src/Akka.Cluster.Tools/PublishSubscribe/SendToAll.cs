using Akka.Actor;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>Sends a message to all actors that are registered with a path, at most once each.</summary>
public sealed class SendToAll : IDistributedPubSubMessage, IEquatable<SendToAll>, IWrappedMessage
{
    /// <param name="path">Without address: <c>/user/service</c>.</param>
    /// <param name="excludeSelf">Leave out the mediator's own node.</param>
    public SendToAll(string path, object message, bool excludeSelf = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(message);
        Path = path;
        Message = message;
        ExcludeSelf = excludeSelf;
    }

    public string Path { get; }

    public object Message { get; }

    public bool ExcludeSelf { get; }

#nullable disable annotations
    public bool Equals(SendToAll other) => other is not null && Path == other.Path && Message.Equals(other.Message) && ExcludeSelf == other.ExcludeSelf;

    public override bool Equals(object obj) => Equals(obj as SendToAll);
#nullable restore annotations

    public override int GetHashCode() => HashCode.Combine(Path, Message, ExcludeSelf);

    public override string ToString() => $"SendToAll({Path}, {Message}, {ExcludeSelf})";
}
