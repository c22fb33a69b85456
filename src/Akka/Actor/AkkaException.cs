#nullable disable annotations
namespace Akka.Actor;

/// <summary>Base of all exceptions that the engine itself raises.</summary>
public abstract class AkkaException : Exception
{
    protected AkkaException() { }

    protected AkkaException(string message, Exception cause = null) : base(message, cause) { }

    protected Exception Cause => InnerException;
}
