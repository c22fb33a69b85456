#nullable disable annotations
using Akka.Actor;
using Akka.Annotations;
using Akka.Event;

namespace Akka.Dispatch.SysMsg;

/// <summary>Steers an actor's life; overtakes all user messages.</summary>
public interface ISystemMessage : INoSerializationVerificationNeeded;

[InternalApi]
public abstract class SystemMessage : ISystemMessage
{
    /// <summary>Links the messages that wait in a cell; owned by whoever holds the list.</summary>
    internal SystemMessage Next;
}

/// <summary>First message of every cell: make the actor.</summary>
public sealed class Create(ActorInitializationException failure = null) : SystemMessage
{
    public ActorInitializationException Failure { get; } = failure;
}

public sealed class Recreate(Exception cause) : SystemMessage
{
    public Exception Cause { get; } = cause;
}

public sealed class Suspend : SystemMessage;

public sealed class Resume(Exception causedByFailure) : SystemMessage
{
    /// <summary>Null when the resume answers no failure.</summary>
    public Exception CausedByFailure { get; set; } = causedByFailure;
}

public sealed class Terminate : SystemMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    public override string ToString() => "<Terminate>";
}

/// <summary>A new child asks its parent to supervise it.</summary>
public sealed class Supervise(IActorRef child, bool async) : SystemMessage
{
    public IActorRef Child { get; } = child;

    public bool Async { get; } = async;
}

public class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;

    public override string ToString() => $"<Watch>: {Watcher} wants to watch {Watchee}";
}

public sealed class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;

    public override string ToString() => $"<Unwatch>: {Watcher} wants to unwatch {Watchee}";
}

/// <summary>Told to watchers and to the parent when an actor is gone.</summary>
public sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated) : SystemMessage, IDeadLetterSuppression
{
    public IActorRef Actor { get; } = actor;

    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public bool AddressTerminated { get; } = addressTerminated;

    public override string ToString() => $"<DeathWatchNotification>: {Actor}, ExistenceConfirmed={ExistenceConfirmed}, AddressTerminated={AddressTerminated}";
}

/// <summary>A child has failed and waits, suspended, for its parent's verdict.</summary>
internal sealed class Failed(IActorRef child, Exception cause, long uid) : SystemMessage, IDeadLetterSuppression
{
    public IActorRef Child { get; } = child;

    public Exception Cause { get; } = cause;

    public long Uid { get; } = uid;

    public override string ToString() => $"<Failed>: {Child} ({Uid}) failed with {Cause}";
}

/// <summary>Asks a guardian to stop one of its children.</summary>
public sealed class StopChild(IActorRef child)
{
    public IActorRef Child { get; } = child;
}

/// <summary>The sender wants to be told before <c>/system</c> stops.</summary>
public sealed class RegisterTerminationHook
{
    private RegisterTerminationHook() { }

    public static RegisterTerminationHook Instance { get; } = new();
}

/// <summary><c>/user</c> is gone; answer with <see cref="TerminationHookDone"/>.</summary>
public sealed class TerminationHook
{
    private TerminationHook() { }

    public static TerminationHook Instance { get; } = new();
}

public sealed class TerminationHookDone
{
    private TerminationHookDone() { }

    public static TerminationHookDone Instance { get; } = new();
}
