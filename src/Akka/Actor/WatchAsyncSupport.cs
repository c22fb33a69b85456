#nullable disable annotations
using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>DeathWatch from outside of actors.</summary>
public static class WatchAsyncSupport
{
    /// <returns>True when the actor is gone, false if the token is cancelled first.</returns>
    public static Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return TerminationPromise.Watch(target, token);
    }
}
