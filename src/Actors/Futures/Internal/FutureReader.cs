namespace Actors.Futures.Internal;

/// <summary>
/// Brings values to the program: asks the tracker where one is, gets it from there, and says so when it is not there. A worker that is not reached may have it still, so
/// it is asked again; the tracker notices when it is gone.
/// </summary>
/// <param name="find">Where a value is; answers when it is somewhere.</param>
/// <param name="read">Gets it from a worker.</param>
/// <param name="notThere">A worker has said that it does not have a value, by key and worker.</param>
/// <param name="time">For pauses.</param>
internal sealed class FutureReader(Func<string, CancellationToken, Task<FuturePlace>> find, ShelfRead read, Action<string, string> notThere, TimeProvider time)
{
    /// <summary>With the pauses, well above the time after which a worker that is lost is known to be gone.</summary>
    public const int MaxRounds = 20;

    public async Task<byte[]> ReadAsync(string key, CancellationToken cancel)
    {
        for (var unreached = 0; ;)
        {
            var found = await find(key, cancel).ConfigureAwait(false);
            if (found.Failure is { } failure)
                throw failure;
            if (found.Value is { } value)
                return value.ToArray();
            ActorsException? last = null;
            foreach (var worker in found.Workers)
            {
                try
                {
                    return await read(worker, key, null, cancel).ConfigureAwait(false);
                }
                catch (ActorsException missing) when (missing.Code == ErrorCodes.NotFound)
                {
                    // It is read from another one, or made again.
                    notThere(key, worker);
                }
                catch (ActorsException other)
                {
                    last = other;
                }
            }

            if (last is null)
                continue;
            if (++unreached >= MaxRounds)
                throw last;
            await Task.Delay(FuturePauses.After(unreached), time, cancel).ConfigureAwait(false);
        }
    }
}

/// <summary>Where a value is: one of the three.</summary>
internal sealed record FuturePlace(IReadOnlyList<string> Workers, ReadOnlyMemory<byte>? Value, Exception? Failure);
