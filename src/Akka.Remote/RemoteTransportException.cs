#nullable disable annotations
using System.Runtime.Serialization;
using Akka.Actor;

namespace Akka.Remote;

/// <summary>Remoting could not start, or a connection could not be made.</summary>
public class RemoteTransportException : AkkaException
{
    public RemoteTransportException(string message, Exception cause = null) : base(message, cause)
    {
    }

    protected RemoteTransportException(SerializationInfo info, StreamingContext context) : base(info, context)
    {
    }
}
