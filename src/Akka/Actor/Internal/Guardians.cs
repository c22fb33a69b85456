using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>Parent of <c>/user</c> and <c>/system</c>, and each of these: stops children when asked, ends when they have.</summary>
internal sealed class RootGuardianActor : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated:
                // Only /system is watched: it ends last.
                Context.Stop(Self);
                return true;
            case StopChild stop:
                Context.Stop(stop.Child);
                return true;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                return true;
        }
    }

    // Guardians are never restarted with their children stopped; this one not at all.
    protected override void PreRestart(Exception reason, object? message) { }
}

/// <summary><c>/user</c>: the parent of what the application makes.</summary>
internal sealed class UserGuardianActor : ActorBase
{
    protected override bool Receive(object message)
    {
        if (message is StopChild stop)
            Context.Stop(stop.Child);
        else
            Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
        return true;
    }

    protected override void PreRestart(Exception reason, object? message) { }
}

/// <summary><c>/system</c>: outlives <c>/user</c>; those registered for it are told when that is gone, and waited for.</summary>
internal sealed class SystemGuardianActor(IActorRef userGuardian) : ActorBase
{
    private readonly HashSet<IActorRef> _hooks = [];
    private bool _areLoggersStopping;

    protected override void PreStart() => Context.Watch(userGuardian);

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated terminated when terminated.ActorRef.Equals(userGuardian):
                Become(Terminating);
                foreach (var hook in _hooks)
                    hook.Tell(TerminationHook.Instance, Self);
                StopWhenDone();
                return true;
            case RegisterTerminationHook:
                Context.Watch(Sender);
                _hooks.Add(Sender);
                return true;
            case Terminated terminated:
                _hooks.Remove(terminated.ActorRef);
                return true;
            case StopChild stop:
                Context.Stop(stop.Child);
                return true;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                return true;
        }
    }

    protected override void PreRestart(Exception reason, object? message) { }

    private bool Terminating(object message)
    {
        switch (message)
        {
            case Terminated terminated:
                _hooks.Remove(terminated.ActorRef);
                StopWhenDone();
                return true;
            case TerminationHookDone:
                _hooks.Remove(Sender);
                StopWhenDone();
                return true;
            default:
                return Receive(message);
        }
    }

    private void StopWhenDone()
    {
        if (_hooks.Count > 0)
            return;
        if (!_areLoggersStopping)
        {
            // The loggers are children of this actor: from here on the console is all there is. They write first what they still have.
            _areLoggersStopping = true;
            foreach (var logger in ((ActorSystemImpl)Context.System).StopLoggers())
            {
                Context.Watch(logger);
                _hooks.Add(logger);
            }
            StopWhenDone();
            return;
        }
        Context.Stop(Self);
    }
}

/// <summary>Parent of the root guardian: the place where the tree ends. A failure that comes this far ends the system.</summary>
internal sealed class RootGuardianSupervisor(RootActorPath root, IActorRefProvider provider, ILoggingAdapter log) : MinimalActorRef
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Terminated => _terminated.Task;

    public override ActorPath Path { get; } = root / "_Root-guardian-supervisor";

    public override IActorRefProvider Provider => provider;

    public override bool IsTerminated => _terminated.Task.IsCompleted;

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                log.Error(failed.Cause, "The root guardian failed: stopping the actor system");
                ((IInternalActorRef)failed.Child).Stop();
                break;
            case DeathWatchNotification:
                _terminated.TrySetResult();
                break;
            case Supervise or Watch or Unwatch:
                break;
            default:
                log.Warning("{0} got an unexpected system message {1}", Path, message);
                break;
        }
    }

    protected override void TellInternal(object message, IActorRef? sender) => log.Warning("{0} got an unexpected message {1} from {2}", Path, message, sender);
}
