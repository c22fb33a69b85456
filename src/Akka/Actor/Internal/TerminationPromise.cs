using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>A temporary reference that watches one actor and completes a task when it is gone or when the caller has waited long enough.</summary>
internal sealed class TerminationPromise : MinimalActorRef
{
    private readonly IInternalActorRef _target;

    // The continuation of whoever waits must not run on the thread, and in the context, of the actor that stops. All else happens before it is
    // completed, with no await in between: a simulation could not order what the thread pool resumes.
    private readonly TaskCompletionSource<bool> _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _givingUp;
    private Cancelable? _timer;

    private TerminationPromise(IInternalActorRef target)
    {
        _target = target;
        Provider = target.Provider;
        Path = Provider.TempPath();
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    /// <returns>True when the actor is gone, false if the token is cancelled first.</returns>
    public static Task<bool> Watch(IActorRef target, CancellationToken token)
    {
        var promise = new TerminationPromise((IInternalActorRef)target);
        promise.Begin();
        promise._givingUp = token.UnsafeRegister(static self => ((TerminationPromise)self!).GiveUp(null), promise);
        return promise.Begun();
    }

    /// <returns>True when the actor is gone; fails with <see cref="TaskCanceledException"/> if it is not in time.</returns>
    public static Task<bool> Stop(IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var promise = new TerminationPromise((IInternalActorRef)target);
        promise.Begin();
        var scheduler = promise.Provider.Settings.System.Scheduler;
        promise._timer = new Cancelable(scheduler);
        scheduler.Advanced.ScheduleOnce(timeout, () => promise.GiveUp(new TaskCanceledException($"{target} did not stop within {timeout}.")), promise._timer);
        target.Tell(stopMessage, ActorRefs.NoSender);
        return promise.Begun();
    }

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is not DeathWatchNotification gone || !gone.Actor.Equals(_target)) return;
        Provider.UnregisterTempActor(Path);
        StopWaiting();
        _gone.TrySetResult(true);
    }

    private void Begin()
    {
        // A remote node answers to the path, so it must resolve.
        Provider.RegisterTempActor(this, Path);
        _target.SendSystemMessage(new Watch(_target, this));
    }

    private Task<bool> Begun()
    {
        // The end may have come before there was anything to stop.
        if (_gone.Task.IsCompleted) StopWaiting();
        return _gone.Task;
    }

    private void StopWaiting()
    {
        _givingUp.Unregister();
        _timer?.Cancel();
    }

    private void GiveUp(Exception? late)
    {
        if (_gone.Task.IsCompleted) return;
        Provider.UnregisterTempActor(Path);
        _target.SendSystemMessage(new Unwatch(_target, this));
        if (late is null) _gone.TrySetResult(false);
        else _gone.TrySetException(late);
    }
}
