#nullable disable annotations
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.TestKit.Internal;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>A reference to an actor that runs on the calling thread and shows its instance. See <see cref="TestActorRef{TActor}"/>.</summary>
public abstract class TestActorRefBase<TActor> : IInternalActorRef where TActor : ActorBase
{
    private readonly LocalActorRef _ref;

    protected TestActorRefBase(ActorSystem system, Props actorProps, IActorRef supervisor = null, string name = null) =>
        _ref = TestActorCreation.Create(system, actorProps, supervisor, name);

    /// <summary>The plain reference.</summary>
    public IActorRef Ref => _ref;

    public ActorPath Path => _ref.Path;

    /// <summary>The instance; another one after a restart.</summary>
    /// <exception cref="IllegalActorStateException">The actor is stopped.</exception>
    public TActor UnderlyingActor => (TActor)TestActorCreation.InstanceOf(_ref);

    bool IActorRefScope.IsLocal => true;

    IInternalActorRef IInternalActorRef.Parent => _ref.Parent;

    IActorRefProvider IInternalActorRef.Provider => _ref.Provider;

    bool IInternalActorRef.IsTerminated => _ref.IsTerminated;

    public static IActorRef ToActorRef(TestActorRefBase<TActor> actorRef) => actorRef._ref;

    public static bool operator ==(TestActorRefBase<TActor> testActorRef, IActorRef actorRef) =>
        testActorRef is null ? actorRef is null : testActorRef.Equals(actorRef);

    public static bool operator !=(TestActorRefBase<TActor> testActorRef, IActorRef actorRef) => !(testActorRef == actorRef);

    public static bool operator ==(IActorRef actorRef, TestActorRefBase<TActor> testActorRef) => testActorRef == actorRef;

    public static bool operator !=(IActorRef actorRef, TestActorRefBase<TActor> testActorRef) => !(testActorRef == actorRef);

    /// <summary>Runs the current behaviour with the message, past the mailbox. What it throws comes to the caller and not to the supervisor.</summary>
    public void Receive(object message, IActorRef sender = null) => TestActorCreation.Receive(_ref, message, sender);

    public void Tell(object message, IActorRef sender) => _ref.Tell(message, sender);

    public void Tell(object message) => _ref.Tell(message);

    public void Forward(object message) => _ref.Forward(message);

    public void SendSystemMessage(ISystemMessage message) => _ref.SendSystemMessage(message);

    /// <summary>The sender is of no use: system messages have none.</summary>
    public void SendSystemMessage(ISystemMessage message, IActorRef sender) => SendSystemMessage(message);

    /// <summary>Makes the actor watch another one.</summary>
    public void Watch(IActorRef subject) => _ref.Cell.UseThreadContext(() => _ref.Cell.Watch(subject));

    public void Unwatch(IActorRef subject) => _ref.Cell.UseThreadContext(() => _ref.Cell.Unwatch(subject));

    public override bool Equals(object obj) => _ref.Equals(obj is TestActorRefBase<TActor> other ? other._ref : obj);

    public override int GetHashCode() => _ref.GetHashCode();

    public override string ToString() => _ref.ToString();

    public int CompareTo(object obj) => _ref.CompareTo(obj);

    bool IEquatable<IActorRef>.Equals(IActorRef other) => _ref.Equals(other);

    int IComparable<IActorRef>.CompareTo(IActorRef other) => _ref.CompareTo(other);

    ISurrogate ISurrogated.ToSurrogate(ActorSystem system) => _ref.ToSurrogate(system);

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => _ref.GetChild(name);

    void IInternalActorRef.Start() => _ref.Start();

    void IInternalActorRef.Suspend() => _ref.Suspend();

    void IInternalActorRef.Resume(Exception causedByFailure) => _ref.Resume(causedByFailure);

    void IInternalActorRef.Restart(Exception cause) => _ref.Restart(cause);

    void IInternalActorRef.Stop() => _ref.Stop();
}
