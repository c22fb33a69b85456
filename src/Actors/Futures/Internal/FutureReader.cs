using Akka.Actor;

namespace Actors.Futures.Internal;

/// <summary>Brings values to the program: asks the tracker where one is, gets it from there, and says so when it is not there.</summary>
internal sealed class FutureReader(FutureCalls calls)
{
    private IActorRef? _tracker;

    public void Attach(IActorRef tracker) => _tracker = tracker;

    public async Task<byte[]> ReadAsync(string key, CancellationToken cancel)
    {
        while (true)
        {
            var place = new TaskCompletionSource<FuturePlace>(TaskCreationOptions.RunContinuationsAsynchronously);
            _tracker!.Tell(new FutureTracker.Read(key, place));
            var found = await place.Task.WaitAsync(cancel).ConfigureAwait(false);
            if (found.Failure is { } failure)
                throw failure;
            if (found.Value is { } value)
                return value.ToArray();
            foreach (var worker in found.Workers)
            {
                try
                {
                    return await calls.GetAsync(worker, key, cancel).ConfigureAwait(false);
                }
                catch (ActorsException)
                {
                    // It is read from another one, or made again.
                    _tracker.Tell(new FutureTracker.NotThere(key, worker));
                }
            }
        }
    }
}

/// <summary>Where a value is: one of the three.</summary>
internal sealed record FuturePlace(IReadOnlyList<string> Workers, ReadOnlyMemory<byte>? Value, Exception? Failure);
