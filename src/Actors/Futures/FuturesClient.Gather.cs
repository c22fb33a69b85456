using System.Runtime.CompilerServices;

namespace Actors.Futures;

#pragma warning disable CA1822 // Futures know where they are; all that is done with them is still said to the client.

/// <summary>Waiting for futures, and bringing their values to the program.</summary>
public sealed partial class FuturesClient
{
    /// <summary>The values of all, in their order.</summary>
    /// <exception cref="Services.RemoteException">One of them failed: the first in the order.</exception>
    /// <exception cref="ActorsException">The same, when it was not its function that failed.</exception>
    public async Task<T[]> GatherAsync<T>(IEnumerable<Future<T>> futures, CancellationToken cancel = default)
    {
        var outcomes = await GatherOutcomesAsync(futures, cancel).ConfigureAwait(false);
        return [.. outcomes.Select(outcome => outcome.Value)];
    }

    /// <summary>The values of lists of futures.</summary>
    /// <inheritdoc cref="GatherAsync{T}(IEnumerable{Future{T}}, CancellationToken)"/>
    public async Task<T[][]> GatherAsync<T>(IEnumerable<IEnumerable<Future<T>>> futures, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(futures);
        Future<T>[][] rows = [.. futures.Select(row => row.ToArray())];
        var values = new Queue<T>(await GatherAsync(rows.SelectMany(row => row), cancel).ConfigureAwait(false));
        return [.. rows.Select(row => row.Select(_ => values.Dequeue()).ToArray())];
    }

    /// <summary>The values of a dictionary of futures.</summary>
    /// <inheritdoc cref="GatherAsync{T}(IEnumerable{Future{T}}, CancellationToken)"/>
    public async Task<Dictionary<TKey, T>> GatherAsync<TKey, T>(IReadOnlyDictionary<TKey, Future<T>> futures, CancellationToken cancel = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(futures);
        TKey[] keys = [.. futures.Keys];
        var values = await GatherAsync(keys.Select(key => futures[key]), cancel).ConfigureAwait(false);
        return keys.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>The values of a dictionary of lists of futures.</summary>
    /// <inheritdoc cref="GatherAsync{T}(IEnumerable{Future{T}}, CancellationToken)"/>
    public async Task<Dictionary<TKey, T[]>> GatherAsync<TKey, T>(IReadOnlyDictionary<TKey, IReadOnlyList<Future<T>>> futures, CancellationToken cancel = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(futures);
        TKey[] keys = [.. futures.Keys];
        var values = await GatherAsync(keys.Select(key => futures[key]), cancel).ConfigureAwait(false);
        return keys.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>What has become of each, in their order: failures are collected, not thrown.</summary>
    public async Task<IReadOnlyList<FutureOutcome<T>>> GatherOutcomesAsync<T>(IEnumerable<Future<T>> futures, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(futures);
        using var places = new SemaphoreSlim(TransfersAtATime);
        return await Task.WhenAll(futures.Select(future => OutcomeAsync(future, places, cancel))).ConfigureAwait(false);
    }

    /// <summary>Waits until all are done, in whatever way.</summary>
    public Task WaitAsync(IEnumerable<IFuture> futures, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(futures);
        return Task.WhenAll(futures.Select(future => future.Done)).WaitAsync(cancel);
    }

    /// <summary>The futures as they are done, in whatever way.</summary>
    public async IAsyncEnumerable<Future<T>> AsCompleted<T>(IEnumerable<Future<T>> futures, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(futures);
        await foreach (var done in Task.WhenEach(futures.Select(DoneAsync)).WithCancellation(cancel).ConfigureAwait(false))
            yield return await done.ConfigureAwait(false);
    }

    private static async Task<Future<T>> DoneAsync<T>(Future<T> future)
    {
        await future.Done.ConfigureAwait(false);
        return future;
    }

    private static async Task<FutureOutcome<T>> OutcomeAsync<T>(Future<T> future, SemaphoreSlim places, CancellationToken cancel)
    {
        await future.Done.WaitAsync(cancel).ConfigureAwait(false);
        await places.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return new FutureOutcome<T>(await future.ResultAsync(cancel).ConfigureAwait(false), null);
        }
        catch (Exception failure) when (failure is ActorsException or Services.RemoteException)
        {
            return new FutureOutcome<T>(default, failure);
        }
        finally
        {
            places.Release();
        }
    }
}
