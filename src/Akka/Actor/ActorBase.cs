#nullable disable annotations
using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Base of all actors. The engine runs one message at a time; state needs no locks. Hooks: PreStart, PostStop, PreRestart (on the failed
/// instance), PostRestart (on the fresh one).
/// </summary>
public abstract class ActorBase : IInternalActor
{
    private readonly ActorCell _cell;

    protected ActorBase()
    {
        _cell = InternalCurrentActorCellKeeper.Current
            ?? throw new ActorInitializationException($"{GetType()} cannot be created with new: pass Props to ActorOf");
        _cell.Constructing(this);
    }

    IActorContext IInternalActor.ActorContext => _cell;

    internal ActorCell Cell => _cell;

    protected static Receive EmptyReceive { get; } = _ => false;

    /// <summary>Valid while the actor handles a message, also after an await in an asynchronous handler.</summary>
    /// <exception cref="NotSupportedException">No actor runs on this thread.</exception>
    protected static IActorContext Context => ActorCell.RequireCurrent();

    protected IActorRef Self => _cell.Self;

    /// <summary>Who sent the current message; the dead letters if nobody did.</summary>
    protected IActorRef Sender => _cell.Sender;

    /// <returns>Whether the message was handled.</returns>
    protected abstract bool Receive(object message);

    protected virtual bool AroundReceive(Receive receive, object message)
    {
        if (receive(message))
            return true;
        Unhandled(message);
        return false;
    }

    internal void DispatchReceive(Receive receive, object message) => AroundReceive(receive, message);

    /// <summary>Publishes <see cref="UnhandledMessage"/>; an unhandled <see cref="Terminated"/> is a <see cref="DeathPactException"/>.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);
        _cell.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    protected void Become(Receive receive) => _cell.Become(receive);

    protected void BecomeStacked(Receive receive) => _cell.BecomeStacked(receive);

    protected void UnbecomeStacked() => _cell.UnbecomeStacked();

    protected void SetReceiveTimeout(TimeSpan? timeout) => _cell.SetReceiveTimeout(timeout);

    protected virtual void PreStart() { }

    protected virtual void PostStop() { }

    /// <summary>Runs on the failed instance; stops all children and calls <see cref="PostStop"/> by default.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in _cell.GetChildren())
        {
            _cell.Unwatch(child);
            _cell.Stop(child);
        }
        PostStop();
    }

    /// <summary>Runs on the fresh instance; calls <see cref="PreStart"/> by default.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    public virtual void AroundPreStart() => PreStart();

    public virtual void AroundPostStop() => PostStop();

    public virtual void AroundPreRestart(Exception cause, object message) => PreRestart(cause, message);

    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    /// <summary>Decides about failed children; a fresh strategy per actor, asked for once.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => _cell.Props.SupervisorStrategy ?? Actor.SupervisorStrategy.DefaultStrategy;

    internal SupervisorStrategy MakeSupervisorStrategy() => SupervisorStrategy();

    /// <summary>The behaviour before any Become.</summary>
    internal virtual Receive InitialReceive => Receive;
}
