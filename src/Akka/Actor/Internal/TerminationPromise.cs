using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>A temporary reference that watches one actor and completes a task when it is gone.</summary>
internal sealed class TerminationPromise : MinimalActorRef
{
    private readonly IInternalActorRef _target;
    private readonly TaskCompletionSource<bool> _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TerminationPromise(IInternalActorRef target)
    {
        _target = target;
        Provider = target.Provider;
        Path = Provider.TempPath();
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    /// <returns>True when the actor is gone, false if <paramref name="token"/> is cancelled first.</returns>
    public static async Task<bool> Watch(IActorRef target, CancellationToken token, Action? afterWatch = null)
    {
        var promise = new TerminationPromise((IInternalActorRef)target);
        // A remote node answers to the path, so it must resolve.
        promise.Provider.RegisterTempActor(promise, promise.Path);
        using var registration = token.UnsafeRegister(static self => ((TerminationPromise)self!)._gone.TrySetResult(false), promise);
        try
        {
            promise._target.SendSystemMessage(new Watch(promise._target, promise));
            afterWatch?.Invoke();
            return await promise._gone.Task.ConfigureAwait(false);
        }
        finally
        {
            promise.Provider.UnregisterTempActor(promise.Path);
            if (!promise._gone.Task.IsCompletedSuccessfully || !promise._gone.Task.Result)
                promise._target.SendSystemMessage(new Unwatch(promise._target, promise));
        }
    }

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is DeathWatchNotification gone && gone.Actor.Equals(_target)) _gone.TrySetResult(true);
    }
}
