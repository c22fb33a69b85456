#nullable disable annotations
namespace Akka.Actor;

/// <summary>An actor with timers; the engine sets the property before the actor is used.</summary>
public interface IWithTimers
{
    ITimerScheduler Timers { get; set; }
}

/// <summary>
/// The timers of one actor, by key. A timer is the actor's own: it ends with it or with its restart, and once it was cancelled or replaced its
/// message does not arrive, even if it is in the mailbox already. Not thread-safe: for use inside the actor.
/// </summary>
public interface ITimerScheduler
{
    /// <summary>The keys of the timers that will send again.</summary>
    IReadOnlyCollection<object> ActiveTimers { get; }

    /// <summary>Sends the message at the interval, first after one interval. Replaces the timer of the same key.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender);

    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender);

    /// <summary>Sends the message once. Replaces the timer of the same key.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender);

    bool IsTimerActive(object key);

    void Cancel(object key);

    void CancelAll();
}
