namespace Actors.Futures.Internal;

/// <summary>Brings values to the program: asks the tracker where one is, gets it from there, and says so when it is not there.</summary>
internal sealed class FutureReader(FutureCalls calls, TrackerPort tracker)
{
    public async Task<byte[]> ReadAsync(string key, CancellationToken cancel)
    {
        while (true)
        {
            var found = await tracker.AskAsync<FuturePlace>(answer => new TrackerProtocol.Read(key, answer), cancel).ConfigureAwait(false);
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
                    tracker.Tell(new TrackerProtocol.NotThere(key, worker));
                }
            }
        }
    }
}

/// <summary>Where a value is: one of the three.</summary>
internal sealed record FuturePlace(IReadOnlyList<string> Workers, ReadOnlyMemory<byte>? Value, Exception? Failure);
