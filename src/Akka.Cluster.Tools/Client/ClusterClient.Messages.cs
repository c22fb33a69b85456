namespace Akka.Cluster.Tools.Client;

public sealed partial class ClusterClient
{
    /// <summary>To one of the actors registered with a path.</summary>
    public sealed class Send : IClusterClientProtocolMessage, IEquatable<Send>
    {
        /// <param name="path">Without address: <c>/user/service</c>.</param>
        /// <param name="localAffinity">Prefer one on the receptionist's node.</param>
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
        public bool Equals(Send other) =>
            other is not null && Path == other.Path && Message.Equals(other.Message) && LocalAffinity == other.LocalAffinity;

        public override bool Equals(object obj) => Equals(obj as Send);
#nullable restore annotations

        public override int GetHashCode() => HashCode.Combine(Path, Message, LocalAffinity);

        public override string ToString() => $"Send({Path}, {Message}, {LocalAffinity})";
    }

    /// <summary>To all actors registered with a path.</summary>
    public sealed class SendToAll : IClusterClientProtocolMessage, IEquatable<SendToAll>
    {
        public SendToAll(string path, object message)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            ArgumentNullException.ThrowIfNull(message);
            Path = path;
            Message = message;
        }

        public string Path { get; }

        public object Message { get; }

#nullable disable annotations
        public bool Equals(SendToAll other) => other is not null && Path == other.Path && Message.Equals(other.Message);

        public override bool Equals(object obj) => Equals(obj as SendToAll);
#nullable restore annotations

        public override int GetHashCode() => HashCode.Combine(Path, Message);

        public override string ToString() => $"SendToAll({Path}, {Message})";
    }

    /// <summary>To all subscribers of a topic.</summary>
    public sealed class Publish : IClusterClientProtocolMessage, IEquatable<Publish>
    {
        public Publish(string topic, object message)
        {
            ArgumentException.ThrowIfNullOrEmpty(topic);
            ArgumentNullException.ThrowIfNull(message);
            Topic = topic;
            Message = message;
        }

        public string Topic { get; }

        public object Message { get; }

#nullable disable annotations
        public bool Equals(Publish other) => other is not null && Topic == other.Topic && Message.Equals(other.Message);

        public override bool Equals(object obj) => Equals(obj as Publish);
#nullable restore annotations

        public override int GetHashCode() => HashCode.Combine(Topic, Message);

        public override string ToString() => $"Publish({Topic}, {Message})";
    }
}
