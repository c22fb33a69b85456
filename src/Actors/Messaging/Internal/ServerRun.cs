using Akka.Actor;

namespace Actors.Messaging.Internal;

/// <summary>A server from a start to its stop.</summary>
internal sealed class ServerRun(ActorSystem system, IActorRef actor, CancellationTokenSource stopped)
{
    public IActorRef Actor { get; } = actor;

    /// <summary>The engine has ended by itself.</summary>
    public bool HasEnded => system.WhenTerminated.IsCompleted;

    public async Task EndAsync(TimeSpan linger)
    {
        if (linger > TimeSpan.Zero && !HasEnded)
        {
            try
            {
                await Actor.Ask<Drained>(Drain.Instance, linger).ConfigureAwait(false);
            }
            catch (AskTimeoutException)
            {
                // The time is up: what has not arrived is dropped.
            }
        }

        await stopped.CancelAsync().ConfigureAwait(false);
        await system.Terminate().ConfigureAwait(false);
        stopped.Dispose();
    }
}
