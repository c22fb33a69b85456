#nullable disable annotations
namespace Akka.Actor;

/// <summary>Handled by the engine before the actor sees it.</summary>
public interface IAutoReceivedMessage;

/// <summary>Dropped on arrival from an untrusted node.</summary>
public interface IPossiblyHarmful;

/// <summary>Never serialized by <c>akka.actor.serialize-messages</c>.</summary>
public interface INoSerializationVerificationNeeded;

/// <summary>The same for messages of the engine whose bases are Akka.NET's: made and read on one node.</summary>
internal interface IInNodeMessage;

/// <summary>Does not restart the receive time-out.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>Carries another message.</summary>
public interface IWrappedMessage
{
    object Message { get; }
}

public static class WrappedMessage
{
    /// <summary>The innermost message.</summary>
    public static object Unwrap(object message)
    {
        while (message is IWrappedMessage wrapped)
            message = wrapped.Message;
        return message;
    }
}

/// <summary>A message with its sender, as it waits in a mailbox.</summary>
public readonly struct Envelope
{
    public Envelope(object message, IActorRef sender, ActorSystem system)
    {
        Message = message;
        Sender = sender is null || sender == ActorRefs.NoSender ? system.DeadLetters : sender;
    }

    public Envelope(object message, IActorRef sender)
    {
        Message = message;
        Sender = sender;
    }

    public IActorRef Sender { get; }

    public object Message { get; }

    public override string ToString() => $"<{Message}> from {Sender?.ToString() ?? "NoSender"}";
}

/// <summary>Stops the actor when it is taken from the mailbox.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IPossiblyHarmful, Event.IDeadLetterSuppression
{
    private PoisonPill() { }

    public static PoisonPill Instance { get; } = new();

    public override string ToString() => "<PoisonPill>";
}

/// <summary>Makes the actor fail with <see cref="ActorKilledException"/>.</summary>
public sealed class Kill : IAutoReceivedMessage
{
    private Kill() { }

    public static Kill Instance { get; } = new();

    public override string ToString() => "<Kill>";
}

/// <summary>A watched actor has stopped. Arrives once a watch, after all messages that the actor sent before.</summary>
public sealed class Terminated : IAutoReceivedMessage, IPossiblyHarmful, Event.IDeadLetterSuppression, INoSerializationVerificationNeeded, IEquatable<Terminated>
{
    public Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated)
    {
        ActorRef = actorRef;
        ExistenceConfirmed = existenceConfirmed;
        AddressTerminated = addressTerminated;
    }

    public IActorRef ActorRef { get; }

    /// <summary>The whole node was declared dead.</summary>
    public bool AddressTerminated { get; }

    public bool ExistenceConfirmed { get; }

    public bool Equals(Terminated other) => other is not null && AddressTerminated == other.AddressTerminated
        && ExistenceConfirmed == other.ExistenceConfirmed && Equals(ActorRef, other.ActorRef);

    public override bool Equals(object obj) => obj is Terminated other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(ActorRef, AddressTerminated, ExistenceConfirmed);

    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}

/// <summary>Every actor answers with <see cref="ActorIdentity"/>.</summary>
public sealed class Identify : IAutoReceivedMessage, INotInfluenceReceiveTimeout
{
    public Identify(object messageId) => MessageId = messageId;

    public object MessageId { get; }

    public override string ToString() => $"<Identify>: {MessageId}";
}

public sealed class ActorIdentity
{
    public ActorIdentity(object messageId, IActorRef subject)
    {
        MessageId = messageId;
        Subject = subject;
    }

    public object MessageId { get; }

    /// <summary>Null if no actor was there.</summary>
    public IActorRef Subject { get; }

    public override string ToString() => $"<ActorIdentity>: {Subject} - MessageId={MessageId}";
}

/// <summary>No message arrived for the time given to SetReceiveTimeout.</summary>
public class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout() { }

    public static ReceiveTimeout Instance { get; } = new();
}

/// <summary>Outcome of a request; a <see cref="Failure"/> faults the task of an Ask.</summary>
public abstract class Status
{
    public sealed class Success : Status
    {
        public static readonly Success Instance = new(null);

        public readonly object Status;

        public Success(object status) => Status = status;

        public override string ToString() => $"Success: {Status}";
    }

    public sealed class Failure : Status
    {
        public readonly Exception Cause;

        public readonly object State;

        public Failure(Exception cause) : this(cause, null) { }

        public Failure(Exception cause, object state)
        {
            Cause = cause;
            State = state;
        }

        public override string ToString() => State is null ? $"Failure: {Cause}" : $"Failure[{State}]: {Cause}";
    }
}
