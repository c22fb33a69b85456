#nullable disable annotations
using System.Runtime.Serialization;

namespace Akka.Actor;

/// <summary>Base of all exceptions that the engine itself raises.</summary>
public abstract class AkkaException : Exception
{
    protected AkkaException() { }

    protected AkkaException(string message, Exception cause = null) : base(message, cause) { }

    // .NET gave up this way of serializing; exceptions of users that hand their arguments on must still compile.
#pragma warning disable SYSLIB0051
    protected AkkaException(SerializationInfo info, StreamingContext context) : base(info, context) { }
#pragma warning restore SYSLIB0051

    protected Exception Cause => InnerException;
}
