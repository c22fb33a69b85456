using Actors.Futures.Internal;
using Actors.Services;
using Actors.Services.Methods;

namespace Actors.Futures;

/// <summary>
/// <c>Scatter</c> puts values of the program on workers, for functions that use them more than once or that are too large for an argument. A value that is lost with all workers
/// that had it cannot be made again: what needs it fails as <see cref="ErrorCodes.Lost"/>.
/// </summary>
public sealed partial class FuturesClient
{
    private const int TransfersAtATime = 16;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Puts one value on a worker, or with <paramref name="broadcast"/> on all of them.</summary>
    /// <exception cref="ActorsException">
    /// No worker has room for it, or none is there; or it cannot be written as JSON. With <paramref name="broadcast"/>: one of the workers did not take it; then it is let go of on the others.
    /// </exception>
    public async Task<Future<T>> ScatterAsync<T>(T value, bool broadcast = false, CancellationToken cancel = default) =>
        (await ScatterAllAsync([(_keys.New("scattered"), value)], broadcast, cancel).ConfigureAwait(false))[0];

    /// <summary>Puts the items of a list on the workers in turn, each as many as its cores allow more than others'; with <paramref name="broadcast"/> all on all.</summary>
    /// <inheritdoc cref="ScatterAsync{T}(T, bool, CancellationToken)"/>
    public async Task<IReadOnlyList<Future<T>>> ScatterEachAsync<T>(IEnumerable<T> values, bool broadcast = false, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        return await ScatterAllAsync([.. values.Select(value => (_keys.New("scattered"), value))], broadcast, cancel).ConfigureAwait(false);
    }

    /// <summary>Puts the values of a dictionary on the workers in turn, under keys of the caller's own.</summary>
    /// <inheritdoc cref="ScatterAsync{T}(T, bool, CancellationToken)"/>
    public async Task<IReadOnlyDictionary<string, Future<T>>> ScatterEachAsync<T>(IReadOnlyDictionary<string, T> values, bool broadcast = false, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] names = [.. values.Keys];
        var futures = await ScatterAllAsync([.. names.Select(name => (_keys.Own(name), values[name]))], broadcast, cancel).ConfigureAwait(false);
        return names.Zip(futures).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private async Task<IReadOnlyList<Future<T>>> ScatterAllAsync<T>(IReadOnlyList<(string Key, T Value)> values, bool broadcast, CancellationToken cancel)
    {
        var workers = await WorkersByCoresAsync(cancel).ConfigureAwait(false);
        using var places = new SemaphoreSlim(TransfersAtATime);
        var transfers = values.Select(async (value, i) =>
        {
            await places.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                return await PutAsync(value.Key, value.Value, workers, i, broadcast, cancel).ConfigureAwait(false);
            }
            finally
            {
                places.Release();
            }
        }).ToArray();
        try
        {
            return await Task.WhenAll(transfers).ConfigureAwait(false);
        }
        catch
        {
            foreach (var done in transfers.Where(transfer => transfer.IsCompletedSuccessfully))
                done.Result.Dispose();
            throw;
        }
    }

    private async Task<Future<T>> PutAsync<T>(string key, T value, IReadOnlyList<string> workers, int first, bool broadcast, CancellationToken cancel)
    {
        var call = new Call(null, (int)_settings.Shelf.MaxItemBytes, default);
        var json = ResultWriter.Write(value, ResultWriter.Info<T>(ServiceJson.For(typeof(T)), call), call);
        var serial = await _tracker.AskAsync<long>(answer => new TrackerProtocol.NextSerial(answer), cancel).ConfigureAwait(false);
        var having = new List<string>();
        ActorsException? failure = null;
        try
        {
            foreach (var worker in Enumerable.Range(first, workers.Count).Select(i => workers[i % workers.Count]).Distinct())
            {
                try
                {
                    await _calls.PutAsync(worker, key, serial, json, cancel).ConfigureAwait(false);
                    having.Add(worker);
                }
                catch (ActorsException refusal) when (!broadcast)
                {
                    failure = refusal; // another worker may have room
                }

                if (having.Count > 0 && !broadcast)
                    break;
            }

            if (having.Count == 0)
                throw failure!;
        }
        catch
        {
            _tracker.Tell(new TrackerProtocol.Discard(key));
            throw;
        }

        var cell = new FutureCell(key);
        _tracker.Tell(new TrackerProtocol.Scattered(cell, having, json.Length));
        return FutureOf<T>(cell);
    }

    /// <summary>Each as many times as it has cores, all of them first. Waits for the first worker as calls wait for a broker.</summary>
    private async Task<IReadOnlyList<string>> WorkersByCoresAsync(CancellationToken cancel)
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            var cores = await NCoresAsync(cancel).ConfigureAwait(false);
            if (cores.Count > 0)
                return [.. Enumerable.Range(0, cores.Values.Max()).SelectMany(round => cores.Where(worker => worker.Value > round).Select(worker => worker.Key))];
            if (_time.GetElapsedTime(began) > _settings.Patience)
                throw new ActorsException(ErrorCodes.Unavailable, "no worker is there to take values");
            await Task.Delay(LookAgain, _time, cancel).ConfigureAwait(false);
        }
    }
}
