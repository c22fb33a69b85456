#nullable disable annotations
using System.Collections.Immutable;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Receives the one reply to an Ask. It gets a path, and a place among the temporary references, only when it must be named to another node.</summary>
public class FutureActorRef<T> : MinimalActorRef
{
    private readonly TaskCompletionSource<T> _result;
    private readonly IActorRefProvider _provider;
    private readonly TimeSpan _timeout;
    private readonly Cancelable _timer;
    private readonly CancellationTokenRegistration _cancellation;
    private ActorPath _path;
    private ImmutableHashSet<IActorRef> _watchers; // null for nobody, which is usual

    public FutureActorRef(TaskCompletionSource<T> result, ActorPath path, IActorRefProvider provider)
    {
        _result = result;
        _path = path;
        _provider = provider;
    }

    internal FutureActorRef(IActorRefProvider provider, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // The continuation of the asker must not run on the thread, and in the context, of the actor that replies.
        _result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider = provider;
        _timeout = timeout;
        if (timeout != Timeout.InfiniteTimeSpan && timeout < TimeSpan.MaxValue)
        {
            var scheduler = provider.Settings.System.Scheduler;
            _timer = new Cancelable(scheduler.Advanced);
            scheduler.Advanced.ScheduleOnce(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero, new TimeLimit(this), _timer);
        }
        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((FutureActorRef<T>)state!).Cancelled(token), this);
    }

    public override IActorRefProvider Provider => _provider;

    public override IInternalActorRef Parent => _provider.TempContainer;

    public override bool IsTerminated => _result.Task.IsCompleted;

    public override ActorPath Path => _path ?? Register();

    internal Task<T> Task => _result.Task;

    private void TimedOut()
    {
        if (_result.TrySetException(new AskTimeoutException($"Timeout after {_timeout}")))
            Forget();
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        var done = message switch
        {
            T reply => _result.TrySetResult(reply),
            Status.Failure failure => _result.TrySetException(failure.Cause ?? new AskFailedException("The reply was a Status.Failure without a cause")),
            _ => _result.TrySetException(new ArgumentException($"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
        };
        if (done)
            Forget();
        else
            _provider.DeadLetters.Tell(new DeadLetter(message, sender ?? _provider.DeadLetters, this), sender);
    }

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch when watch.Watchee.Equals(this):
                ImmutableInterlocked.Update(ref _watchers, static (watchers, added) => (watchers ?? []).Add(added), (IActorRef)watch.Watcher);
                // The reply may have come in between, and then nobody else would tell of it.
                if (IsTerminated)
                    TellWatchers();
                break;
            case Unwatch unwatch when unwatch.Watchee.Equals(this):
                ImmutableInterlocked.Update(ref _watchers, static (watchers, removed) => watchers?.Remove(removed)!, (IActorRef)unwatch.Watcher);
                break;
        }
    }

    private void TellWatchers()
    {
        foreach (var watcher in Interlocked.Exchange(ref _watchers, null) ?? [])
            ((IInternalActorRef)watcher).SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true, addressTerminated: false));
    }

    private void Cancelled(CancellationToken token)
    {
        if (_result.TrySetCanceled(token))
            Forget();
    }

    private void Forget()
    {
        _timer?.Cancel(false);
        _cancellation.Dispose();
        if (Volatile.Read(ref _path) is { } path)
            _provider.UnregisterTempActor(path);
        if (Volatile.Read(ref _watchers) is not null)
            TellWatchers();
    }

    private ActorPath Register()
    {
        var path = _provider.TempPath();
        if (Interlocked.CompareExchange(ref _path, path, null) is { } earlier)
            return earlier;
        _provider.RegisterTempActor(this, path);
        // The reply may have come in between, and then nobody else would take the name out again.
        if (IsTerminated)
            _provider.UnregisterTempActor(path);
        return path;
    }

    private sealed class TimeLimit(FutureActorRef<T> ask) : IRunnable
    {
        public void Run() => ask.TimedOut();

        public void Execute() => Run();
    }
}

/// <summary>An Ask was answered with a failure that says nothing more.</summary>
internal sealed class AskFailedException(string message) : AkkaException(message);
