#nullable disable annotations
using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Stops an actor and waits for its end.</summary>
public static class GracefulStopSupport
{
    /// <summary>Sends <see cref="PoisonPill"/>: the actor handles what is in its mailbox first.</summary>
    /// <exception cref="TaskCanceledException">The actor is not gone in time.</exception>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => target.GracefulStop(timeout, PoisonPill.Instance);

    /// <param name="target">The actor to stop.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="stopMessage">Makes the actor stop itself.</param>
    /// <returns>True.</returns>
    /// <exception cref="TaskCanceledException">The actor is not gone in time.</exception>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(stopMessage);
        return TerminationPromise.Stop(target, timeout, stopMessage);
    }
}
