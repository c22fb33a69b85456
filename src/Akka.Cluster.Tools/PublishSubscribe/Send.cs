using Akka.Actor;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>Sends a message to one of the actors that are registered with a path; at most once, with the sender of this message as its own.</summary>
public sealed class Send : IDistributedPubSubMessage, IEquatable<Send>, IWrappedMessage
{
    /// <param name="path">Without address: <c>/user/service</c>.</param>
    /// <param name="localAffinity">Prefer one on the mediator's own node.</param>
    public Send(string path, object message, bool localAffinity = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(message);
        Path = path;
        Message = message;
        LocalAffinity = localAffinity;
    }

    public string Path { get; }

    public object Message { get; }

    public bool LocalAffinity { get; }

#nullable disable annotations
    public bool Equals(Send other) => other is not null && Path == other.Path && Message.Equals(other.Message) && LocalAffinity == other.LocalAffinity;

    public override bool Equals(object obj) => Equals(obj as Send);
#nullable restore annotations

    public override int GetHashCode() => HashCode.Combine(Path, Message, LocalAffinity);

    public override string ToString() => $"Send({Path}, {Message}, {LocalAffinity})";
}
