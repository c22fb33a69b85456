namespace Actors.Futures;

/// <summary>What can be asked of the workers.</summary>
public sealed partial class FuturesClient
{
    /// <summary>The workers that are there, by their ids, and how many futures each computes at a time. An id is a start of a worker: one that was started again is another one.</summary>
    public async Task<IReadOnlyDictionary<string, int>> NCoresAsync(CancellationToken cancel = default) =>
        (await ShowAsync(cancel).ConfigureAwait(false)).ToDictionary(worker => worker.Key, worker => worker.Value.Cores);

    /// <summary>What lies on the workers, of all clients: keys by worker, at most 500 of each.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> HasWhatAsync(CancellationToken cancel = default) =>
        (await ShowAsync(cancel).ConfigureAwait(false)).ToDictionary(worker => worker.Key, worker => (IReadOnlyList<string>)worker.Value.Keys);

    private async Task<Dictionary<string, ShelfShown>> ShowAsync(CancellationToken cancel)
    {
        var workers = await _calls.WorkersAsync(cancel).ConfigureAwait(false);
        var shown = await Task.WhenAll(workers.Select(async worker => (worker, Shelf: await ShowAsync(worker, cancel).ConfigureAwait(false)))).ConfigureAwait(false);
        return shown.Where(each => each.Shelf is not null).ToDictionary(each => each.worker, each => each.Shelf!);
    }

    /// <returns>Null: it does not answer.</returns>
    private async Task<ShelfShown?> ShowAsync(string worker, CancellationToken cancel)
    {
        try
        {
            return await _calls.ShowAsync(worker, cancel).ConfigureAwait(false);
        }
        catch (ActorsException)
        {
            return null;
        }
    }
}
