using Akka.Actor;

namespace Actors.Futures.Internal;

/// <summary>The way from any thread of the program to its tracker. Whoever waits for a tracker that has ended is told so.</summary>
internal sealed class TrackerPort
{
    private readonly CancellationTokenSource _ended = new();
    private IActorRef? _tracker;

    public static ActorsException Gone => new(ErrorCodes.Cancelled, "this program has let go of the cluster");

    /// <summary>Cancelled when the tracker takes nothing more.</summary>
    public CancellationToken Ended => _ended.Token;

    public void Attach(IActorRef tracker) => _tracker = tracker;

    public void End() => _ended.Cancel();

    public void Tell(object message) => _tracker!.Tell(message);

    public async Task<T> AskAsync<T>(Func<TaskCompletionSource<T>, object> question, CancellationToken cancel = default)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Tell(question(answer));
        // After it was told: what came too late is not answered, and what comes in time may be.
        await using (Ended.UnsafeRegister(_ => answer.TrySetException(Gone), null).ConfigureAwait(false))
            return await answer.Task.WaitAsync(cancel).ConfigureAwait(false);
    }
}
