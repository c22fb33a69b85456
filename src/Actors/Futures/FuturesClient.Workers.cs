using Actors.Futures.Internal;
using Actors.Futures.Shelves;

namespace Actors.Futures;

/// <summary>What can be asked of the workers.</summary>
public sealed partial class FuturesClient
{
    /// <summary>The workers that are there, by their ids, and how many futures each computes at a time. An id is a start of a worker: one that was started again is another one.</summary>
    public async Task<IReadOnlyDictionary<string, int>> NCoresAsync(CancellationToken cancel = default) =>
        (await ShowAsync(cancel).ConfigureAwait(false)).ToDictionary(worker => worker.Key, worker => worker.Value.Cores);

    /// <summary>What lies on the workers, of all clients: keys by worker.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> HasWhatAsync(CancellationToken cancel = default)
    {
        var has = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (worker, shown) in await ShowAsync(cancel).ConfigureAwait(false))
        {
            var keys = shown.Keys.ToList();
            for (var page = shown; page?.Keys.Count == ShelfCallee.KeysInPage; keys.AddRange(page?.Keys ?? []))
                page = await ShowAsync(worker, page.Keys[^1], cancel).ConfigureAwait(false);
            has.Add(worker, keys);
        }

        return has;
    }

    /// <summary>Where the values of futures are: workers by key. None of a value that is not made yet.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> WhoHasAsync(IEnumerable<IFuture> futures, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(futures);
        string[] keys = [.. futures.Select(future => future.Key)];
        return await _tracker.AskAsync<IReadOnlyDictionary<string, IReadOnlyList<string>>>(answer => new TrackerProtocol.Where(keys, answer), cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Forgets everything: this client's futures are cancelled, and the values of all clients are dropped on all workers. Others compute again what they still need.
    /// </summary>
    public async Task RestartAsync(CancellationToken cancel = default)
    {
        await _tracker.AskAsync<bool>(answer => new TrackerProtocol.CancelAll(answer), cancel).ConfigureAwait(false);
        var workers = (await _calls.WorkersAsync(cancel).ConfigureAwait(false)).Workers;
        await Task.WhenAll(workers.Select(worker => ClearAsync(worker, cancel))).ConfigureAwait(false);
    }

    private async Task ClearAsync(string worker, CancellationToken cancel)
    {
        try
        {
            await _calls.ClearAsync(worker, cancel).ConfigureAwait(false);
        }
        catch (ActorsException)
        {
            // One that is gone has forgotten everything.
        }
    }

    private async Task<Dictionary<string, ShelfShown>> ShowAsync(CancellationToken cancel)
    {
        var workers = (await _calls.WorkersAsync(cancel).ConfigureAwait(false)).Workers;
        var shown = await Task.WhenAll(workers.Select(async worker => (worker, Shelf: await ShowAsync(worker, "", cancel).ConfigureAwait(false)))).ConfigureAwait(false);
        return shown.Where(each => each.Shelf is not null).ToDictionary(each => each.worker, each => each.Shelf!);
    }

    /// <returns>Null: it does not answer.</returns>
    private async Task<ShelfShown?> ShowAsync(string worker, string after, CancellationToken cancel)
    {
        try
        {
            return await _calls.ShowAsync(worker, after, cancel).ConfigureAwait(false);
        }
        catch (ActorsException)
        {
            return null;
        }
    }
}
