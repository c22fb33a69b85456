#nullable disable annotations
using Akka.Annotations;
using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Something that a message can be sent to.</summary>
public interface ICanTell
{
    /// <param name="message">Never null.</param>
    /// <param name="sender">Who gets the replies; null or <see cref="ActorRefs.NoSender"/> for nobody.</param>
    void Tell(object message, IActorRef sender);
}

/// <summary>Handle to an actor, local or remote. Immutable, thread-safe, serializable; compares by path and incarnation.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, ISurrogated, IComparable
{
    ActorPath Path { get; }
}

[InternalApi]
public interface IActorRefScope
{
    bool IsLocal { get; }
}

/// <summary>What the engine itself can do with any reference.</summary>
[InternalApi]
public interface IInternalActorRef : IActorRef, IActorRefScope
{
    IInternalActorRef Parent { get; }

    IActorRefProvider Provider { get; }

    bool IsTerminated { get; }

    /// <summary>Resolves path elements below this ref; <c>..</c> is the parent. Unknown: <see cref="Nobody"/>.</summary>
    IActorRef GetChild(IReadOnlyList<string> name);

    void Start();

    void Suspend();

    void Resume(Exception causedByFailure = null);

    void Restart(Exception cause);

    void Stop();

    void SendSystemMessage(ISystemMessage message);
}

/// <summary>Creates actors and selections: an <see cref="ActorSystem"/> or an <see cref="IActorContext"/>.</summary>
public interface IActorRefFactory
{
    /// <param name="props">How to make the actor.</param>
    /// <param name="name">Unique among its siblings; null for a generated one.</param>
    IActorRef ActorOf(Props props, string name = null);

    ActorSelection ActorSelection(ActorPath actorPath);

    ActorSelection ActorSelection(string actorPath);
}

/// <summary>Subscribes to the death of actors.</summary>
public interface ICanWatch
{
    IActorRef Watch(IActorRef subject);

    /// <summary>Like <see cref="Watch"/>, but delivers <paramref name="message"/> in place of <see cref="Terminated"/>.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    IActorRef Unwatch(IActorRef subject);
}

/// <summary>What an actor sees of its surroundings. Valid only inside the actor.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    IActorRef Self { get; }

    Props Props { get; }

    IActorRef Sender { get; }

    ActorSystem System { get; }

    IActorRef Parent { get; }

    Dispatch.MessageDispatcher Dispatcher { get; }

    TimeSpan? ReceiveTimeout { get; }

    void Become(Receive receive);

    void BecomeStacked(Receive receive);

    void UnbecomeStacked();

    /// <returns><see cref="ActorRefs.Nobody"/> if there is no such child.</returns>
    IActorRef Child(string name);

    IEnumerable<IActorRef> GetChildren();

    /// <summary>Null switches the time-out off.</summary>
    void SetReceiveTimeout(TimeSpan? timeout);

    void Stop(IActorRef child);
}

/// <summary>The context of an <see cref="UntypedActor"/>.</summary>
public interface IUntypedActorContext : IActorContext
{
    void Become(UntypedReceive receive);

    void BecomeStacked(UntypedReceive receive);
}

/// <summary>Gives access to the context of any actor.</summary>
public interface IInternalActor
{
    IActorContext ActorContext { get; }
}

/// <returns>Whether the message was handled.</returns>
public delegate bool Receive(object message);

public delegate void UntypedReceive(object message);
