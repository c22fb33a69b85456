using System.Runtime.Serialization;
using Akka.Actor;

namespace Akka.Cluster;

/// <summary>The node could not become a member.</summary>
public class ClusterJoinFailedException : AkkaException
{
    public ClusterJoinFailedException(string message)
        : base(message)
    {
    }

    protected ClusterJoinFailedException(SerializationInfo info, StreamingContext context)
        : base(info, context)
    {
    }
}
