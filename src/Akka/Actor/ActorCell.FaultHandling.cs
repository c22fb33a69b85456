using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

// Life and death. A failed actor suspends itself and its children, tells its parent and waits; the parent's strategy answers with Resume, Recreate,
// Terminate, or fails itself. Restart and stop wait for dying children: Children says when they are gone.
internal sealed partial class ActorCell
{
    private SupervisorStrategy? _strategy;
    private ReceiveTimeoutTimer? _timeout;
    private ITimerScheduler? _timers;
    private ActorStash? _stash;
    private bool _isFailed;
    private int _drained;

    // Who failed: children that are resumed with the cause of another actor's failure must keep their own. Null or Self mean us.
    private IActorRef? _perpetrator;

    public TimeSpan? ReceiveTimeout => _timeout?.Timeout;

    public SupervisorStrategy SupervisorStrategy => _strategy ??= _actor!.MakeSupervisorStrategy();

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is { } given && given <= TimeSpan.Zero && given != Timeout.InfiniteTimeSpan)
            throw new ArgumentException($"A receive time-out must be positive, not {given}", nameof(timeout));
        _timeout?.Cancel();
        _timeout = timeout is { } wanted && wanted != Timeout.InfiniteTimeSpan ? new ReceiveTimeoutTimer(this, wanted) : null;
    }

    /// <summary>Called by the constructor of <see cref="ActorBase"/>: from here on the instance knows its cell.</summary>
    internal void Constructing(ActorBase actor) => _actor ??= actor;

    private int ProcessSystemMessages()
    {
        var processed = 0;
        for (var next = Reverse(Interlocked.Exchange(ref _systemMessages, null)); next is not null; processed++)
        {
            var message = next;
            next = message.Next;
            message.Next = null;
            try
            {
                if (_isTerminated)
                    HandleWhenDead(message);
                else
                    Handle(message);
            }
            catch (Exception e)
            {
                // The supervisor handles it next.
                HandleFailure(e);
            }
        }
        return processed;
    }

    private static SystemMessage? Reverse(SystemMessage? list)
    {
        SystemMessage? reversed = null;
        while (list is not null)
            (list.Next, reversed, list) = (reversed, list, list.Next);
        return reversed;
    }

    private void Handle(SystemMessage message)
    {
        switch (message)
        {
            case DeathWatchNotification notification:
                WatchedActorTerminated(notification);
                break;
            case Watch watch:
                AddWatcher(watch);
                break;
            case Unwatch unwatch:
                RemoveWatcher(unwatch);
                break;
            case ActorTaskMessage task:
                RunContinuation(task);
                break;
            case AsyncHandlerDone done:
                AsyncHandlerFinished(done);
                break;
            case Failed failed:
                HandleChildFailed(failed);
                break;
            case Recreate recreate:
                Recreate(recreate.Cause);
                break;
            case Resume resume:
                Resume(resume.CausedByFailure);
                break;
            case Suspend:
                SuspendSelf();
                SuspendChildren(null);
                break;
            case Dispatch.SysMsg.Terminate:
                Terminate();
                break;
            case Supervise:
                break; // our children are in the table before they start
            default:
                throw new InvalidOperationException($"{Self} got an unknown system message {message}");
        }
    }

    private void HandleWhenDead(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch when !watch.Watcher.Equals(Self):
                watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, existenceConfirmed: true, addressTerminated: false));
                break;
            case ActorTaskMessage task:
                RunContinuation(task); // code behind an await still has its finally blocks
                break;
            case Dispatch.SysMsg.Unwatch or Dispatch.SysMsg.Terminate or Dispatch.SysMsg.Suspend or Dispatch.SysMsg.Resume or Dispatch.SysMsg.Recreate or DeathWatchNotification or AsyncHandlerDone:
                break;
            default:
                System.DeadLetters.Tell(new DeadLetter(message, System.DeadLetters, Self), Self);
                break;
        }
    }

    private void Create()
    {
        try
        {
            var actor = NewActor();
            actor.AroundPreStart();
            if (System.Settings.DebugLifecycle)
                Log(new Debug(Self.Path.ToString(), actor.GetType(), "Started (" + actor + ")"));
        }
        catch (Exception e)
        {
            // The supervisor handles it next; the name of the type tells more than the wrapper of a constructor call.
            ClearActor();
            HandleFailure(e is ActorInitializationException ? e : new ActorInitializationException(Self, $"Exception during creation of {Props.Type?.Name}", e));
        }
    }

    private ActorBase NewActor()
    {
        _actor = null;
        _receive = null;
        _behaviors = null;
        _strategy = null;
        ActorBase actor;
        try
        {
            actor = Props.NewActor();
        }
        catch
        {
            _actor = null;
            throw;
        }
        if (actor is null)
            throw new ActorInitializationException(Self, "The Props made no actor: the factory returned null");
        if (actor.Cell != this)
            throw new ActorInitializationException(Self, $"The Props made a {actor.GetType()} that belongs to {actor.Cell.Self}: a factory must make a new actor each time");
        _actor = actor;
        _logsReceive = System.Settings.AddLoggingReceive && actor is ILogReceive;
        if (actor is IActorStash stashing)
            stashing.Stash = _stash = StashFactory.CreateFor(this, actor);
        if (actor is IWithTimers timed)
            timed.Timers = _timers = new Scheduler.TimerScheduler(this);
        (actor as IInitializableActor)?.Init();
        return actor;
    }

    /// <summary>Never throws: whoever calls it has nobody else to turn to.</summary>
    private void HandleFailure(Exception cause, IInternalActorRef[]? childrenNotToSuspend = null)
    {
        if (_isFailed || _isTerminated)
        {
            Log(new Error(cause, Self.Path.ToString(), ActorType, $"Failure while {(_isTerminated ? "stopped" : "waiting for the supervisor")}: {cause.Message}"));
            return;
        }
        try
        {
            SuspendSelf();
            if (_perpetrator is null)
                _perpetrator = Self;
            _isFailed = true;
            SuspendChildren(childrenNotToSuspend);
            Parent.SendSystemMessage(new Failed(Self, cause, Self.Path.Uid));
        }
        catch (Exception e)
        {
            // Last resort: nobody above could be told, so at least nothing below goes on.
            Log(new Error(new AggregateException(cause, e), Self.Path.ToString(), ActorType, "Emergency stop: the supervisor could not be told of a failure"));
            EmergencyStop();
        }
    }

    private void EmergencyStop()
    {
        try
        {
            StopChildren();
            FinishTerminate();
        }
        catch (Exception e)
        {
            // Nobody handles it: the cell goes on as far as it came.
            Log(new Error(e, Self.Path.ToString(), ActorType, "The emergency stop failed: " + e.Message));
        }
    }

    private void HandleChildFailed(Failed failed)
    {
        if (_children is null || !_children.TryGetStats(failed.Child, MonotonicClock, out var stats) || stats.Uid != failed.Uid)
            return; // an earlier incarnation, or gone meanwhile
        var cause = failed.Cause;
        try
        {
            if (_actor is not null && SupervisorStrategy.HandleFailure(this, failed.Child, cause, stats, new AllRestartStats(_children, MonotonicClock)))
                return;
        }
        catch (Exception e)
        {
            // The strategy itself failed; our supervisor handles that next.
            cause = e;
        }
        _perpetrator = failed.Child;
        // The child has suspended itself, and gets only one Resume or Recreate for that.
        HandleFailure(cause, [(IInternalActorRef)failed.Child]);
    }

    private TimeSpan MonotonicClock() => System.Scheduler.MonotonicClock;

    private bool IsWaitingForChildren => _children is { WaitingFor: not Waiting.Nothing };

    private void Recreate(Exception cause)
    {
        // First of all: who waits to be restarted has no instance either, and is on the way to one.
        if (IsWaitingForChildren)
        {
            Resume(null); // takes back the suspension that came with this; already being restarted or stopped
            return;
        }
        if (_actor is null)
        {
            StartOver();
            return;
        }

        var failed = _actor;
        try
        {
            failed.AroundPreRestart(cause, _message);
            LeaveActor(failed);
        }
        catch (Exception e)
        {
            Log(new Error(new PreRestartException(Self, e, cause, _message), Self.Path.ToString(), failed.GetType(), e.Message));
        }
        finally
        {
            ClearActor();
        }
        if (_children is null || !_children.WaitFor(Waiting.Recreation, cause))
            FinishRecreate(cause);
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = ChildSnapshot();
        ResumeSelf();
        ClearFailure();
        try
        {
            AbandonAsyncHandler();
            var fresh = NewActor();
            fresh.AroundPostRestart(cause, null);
            foreach (var child in survivors)
                child.Restart(cause);
        }
        catch (Exception e)
        {
            // The supervisor handles it next.
            ClearActor();
            HandleFailure(new PostRestartException(Self, e, cause), survivors);
        }
    }

    /// <summary>The very creation failed, so there is no instance to restart: begin again.</summary>
    private void StartOver()
    {
        StopChildren();
        if (_children is null || !_children.WaitFor(Waiting.Creation))
            FinishCreate();
    }

    private void FinishCreate()
    {
        ResumeSelf();
        ClearFailure();
        AbandonAsyncHandler();
        Create();
    }

    private void Resume(Exception? inResponseTo)
    {
        if (_actor is null && !IsWaitingForChildren)
        {
            StartOver();
            return;
        }
        var perpetrator = _perpetrator;
        ResumeSelf();
        if (inResponseTo is not null)
            ClearFailure();
        foreach (var child in ChildSnapshot())
            child.Resume(child.Equals(perpetrator) ? inResponseTo : null);
    }

    private void Terminate()
    {
        SetReceiveTimeout(null);
        var wasTerminating = IsTerminating;
        Interlocked.CompareExchange(ref _children, Children.Ended, null);
        if (_children.WaitFor(Waiting.Termination))
        {
            StopChildren();
            if (!wasTerminating)
            {
                SuspendSelf();
                _isFailed = true; // no failure is told to the supervisor any more
            }
            return;
        }
        FinishTerminate();
    }

    private void FinishTerminate()
    {
        if (_isTerminated)
            return;
        var actor = _actor;
        try
        {
            actor?.AroundPostStop();
        }
        catch (Exception e)
        {
            Log(new Error(e, Self.Path.ToString(), ActorType, "PostStop threw: " + e.Message));
        }
        LeaveActor(actor);
        AbandonAsyncHandler();
        Volatile.Write(ref _isTerminated, true);
        DrainToDeadLetters();
        if (System.Settings.DebugLifecycle)
            Log(new Debug(Self.Path.ToString(), actor?.GetType() ?? typeof(ActorCell), "Stopped"));
        Dispatcher.Released(this);
        Parent.SendSystemMessage(new DeathWatchNotification(Self, existenceConfirmed: true, addressTerminated: false));
        TellWatchersWeDied();
        UnwatchAll();
        ClearActor();
        _children = Children.Ended;
    }

    /// <summary>Parts with an instance. Whatever throws, the cell goes on to its next instance or its end.</summary>
    private void LeaveActor(ActorBase? actor)
    {
        if (actor is null)
            return;
        TakeBackLoans();
        try
        {
            Props.Release(actor);
        }
        catch (Exception e)
        {
            // Nobody handles it: the instance is gone either way.
            Log(new Error(e, Self.Path.ToString(), actor.GetType(), "Disposing of the actor threw: " + e.Message));
        }
    }

    /// <summary>What is stashed goes back to the mailbox, timers end: neither outlives its instance.</summary>
    private void TakeBackLoans()
    {
        _stash?.UnstashAll();
        try
        {
            _timers?.CancelAll();
        }
        catch (Exception e)
        {
            // A scheduler may be the user's. Nobody handles it: the timers belong to an instance that goes.
            Log(new Error(e, Self.Path.ToString(), ActorType, "Cancelling the timers threw: " + e.Message));
        }
    }

    private void ClearActor()
    {
        TakeBackLoans();
        (_actor, _receive, _behaviors, _strategy, _stash, _timers) = (null, null, null, null, null, null);
    }

    private void ClearFailure()
    {
        _isFailed = false;
        _perpetrator = null;
    }

    private void SuspendSelf() => _suspensions++;

    private void ResumeSelf()
    {
        if (_suspensions > 0)
            _suspensions--;
    }

    private void SuspendChildren(IInternalActorRef[]? except)
    {
        foreach (var child in ChildSnapshot())
            if (except is null || !except.Contains(child))
                child.Suspend();
    }

    private void DrainToDeadLetters()
    {
        // What comes after this is drained by later runs: the word counts it.
        for (; TryDequeue(out var message, out var sender); _drained++)
            ToDeadLetters(message!, sender);
    }

    private void ToDeadLetters(object message, IActorRef? sender)
    {
        // A subscriber of dead letters that stops with a backlog would get each of them again, for ever.
        if (message is AllDeadLetters)
            return;
        try
        {
            System.DeadLetters.Tell(new DeadLetter(message, sender ?? System.DeadLetters, Self), sender);
        }
        catch (Exception e)
        {
            // A subscriber threw. Nobody handles it: the actor is dead, and its other messages are still to be told of.
            Log(new Error(e, Self.Path.ToString(), typeof(ActorCell), "A subscriber of dead letters threw: " + e.Message));
        }
    }
}
