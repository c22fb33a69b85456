#nullable disable annotations
using System.Runtime.Serialization;

namespace Akka.Actor;

/// <summary>An actor could not be created; its supervisor stops it by default.</summary>
public class ActorInitializationException : AkkaException
{
    public ActorInitializationException() { }

    public ActorInitializationException(string message) : base(message) { }

    public ActorInitializationException(string message, Exception cause) : base(message, cause) { }

    public ActorInitializationException(IActorRef actor, string message, Exception cause = null)
        : base(actor is null ? message : $"{actor.Path}: {message}", cause) => Actor = actor;

    public IActorRef Actor { get; set; }

    protected ActorInitializationException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>PreRestart of the failed instance threw.</summary>
public class PreRestartException : ActorInitializationException
{
    public PreRestartException(IActorRef actor, Exception restartException, Exception cause, object optionalMessage)
        : base(actor, $"PreRestart threw {restartException?.GetType().Name} while handling {cause?.GetType().Name}", restartException)
    {
        RestartException = restartException;
        OptionalMessage = optionalMessage;
    }

    public Exception RestartException { get; }

    public object OptionalMessage { get; }

    protected PreRestartException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>The constructor or PostRestart of the fresh instance threw during a restart.</summary>
public class PostRestartException : ActorInitializationException
{
    public PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"PostRestart threw {cause?.GetType().Name} after a restart caused by {originalCause?.GetType().Name}", cause) => OriginalCause = originalCause;

    public Exception OriginalCause { get; }

    protected PostRestartException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>The actor received <see cref="Kill"/>.</summary>
public class ActorKilledException : AkkaException
{
    public ActorKilledException() { }

    public ActorKilledException(string message) : base(message) { }

    protected ActorKilledException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>A selection matched no living actor in time.</summary>
public class ActorNotFoundException : AkkaException
{
    public ActorNotFoundException() { }

    public ActorNotFoundException(string message, Exception innerException = null) : base(message, innerException) { }

    protected ActorNotFoundException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>No reply to an Ask within its time-out.</summary>
public class AskTimeoutException : AkkaException
{
    public AskTimeoutException(string message) : base(message) { }

    protected AskTimeoutException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>A watched actor terminated and the watcher left <see cref="Terminated"/> unhandled.</summary>
public class DeathPactException : AkkaException
{
    public DeathPactException(IActorRef deadActor) : base($"Monitored actor [{deadActor}] terminated") => DeadActor = deadActor;

    public IActorRef DeadActor { get; }

    protected DeathPactException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>The name holds characters that no path element may hold.</summary>
public class IllegalActorNameException : AkkaException
{
    public IllegalActorNameException(string message) : base(message) { }

    protected IllegalActorNameException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>The name is null, empty, reserved or taken.</summary>
public class InvalidActorNameException : AkkaException
{
    public InvalidActorNameException(string message) : base(message) { }

    public InvalidActorNameException(string message, Exception innerException) : base(message, innerException) { }

    protected InvalidActorNameException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>The actor was asked for something that its state does not allow.</summary>
public class IllegalActorStateException : AkkaException
{
    public IllegalActorStateException(string message) : base(message) { }

    protected IllegalActorStateException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>A message that cannot be sent, such as null.</summary>
public class InvalidMessageException : AkkaException
{
    public InvalidMessageException() : this("Message is null") { }

    public InvalidMessageException(string message) : base(message) { }

    protected InvalidMessageException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>A bounded stash is full.</summary>
public class StashOverflowException : AkkaException
{
    public StashOverflowException(string message, Exception cause = null) : base(message, cause) { }

    protected StashOverflowException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}

/// <summary>A logger did not start.</summary>
public class LoggerInitializationException : AkkaException
{
    public LoggerInitializationException() { }

    public LoggerInitializationException(string message) : base(message) { }

    public LoggerInitializationException(string message, Exception cause = null) : base(message, cause) { }

    protected LoggerInitializationException(SerializationInfo info, StreamingContext context) : base(info, context) { }
}
