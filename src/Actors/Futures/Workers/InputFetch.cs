using Actors.Futures.Internal;
using Actors.Futures.Shelves;

namespace Actors.Futures.Workers;

/// <summary>Gets the inputs of one future: from this worker's shelf, or from the workers that are said to have them, one after the other.</summary>
internal sealed class InputFetch(ComputeFuture request, Shelf shelf, FutureCalls peers, string worker, TimeSpan now)
{
    private const int AtATime = 8;

    private readonly Lock _gate = new(); // guards the three below while fetches run
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _values = [];
    private readonly List<string> _copied = [];
    private readonly List<FutureInput> _missing = [];

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Values => _values;

    /// <summary>Those that are on this worker's shelf now, too.</summary>
    public IReadOnlyList<string> Copied => _copied;

    /// <summary>Those that were not where they should be.</summary>
    public IReadOnlyList<FutureInput> Missing => _missing;

    public async Task RunAsync(CancellationToken cancel)
    {
        var absent = new List<FutureInput>();
        foreach (var input in request.Inputs)
        {
            if (shelf.TryGet(input.Key, out var value))
                _values[input.Key] = value;
            else
                absent.Add(input);
        }

        foreach (var some in absent.Chunk(AtATime))
            await Task.WhenAll(some.Select(input => FetchAsync(input, cancel))).ConfigureAwait(false);
    }

    private async Task FetchAsync(FutureInput input, CancellationToken cancel)
    {
        foreach (var holder in input.Workers.Where(holder => holder != worker))
        {
            try
            {
                var value = await peers.GetAsync(holder, input.Key, cancel).ConfigureAwait(false);
                Take(input.Key, value);
                return;
            }
            catch (ActorsException)
            {
                // The next one may have it.
            }
        }

        lock (_gate)
            _missing.Add(input);
    }

    private void Take(string key, byte[] value)
    {
        lock (_gate)
            _values[key] = value;
        try
        {
            shelf.Put(key, value, request.Client, request.Serial, now);
            lock (_gate)
                _copied.Add(key);
        }
        catch (ActorsException)
        {
            // No room for a copy: it is used all the same.
        }
    }
}
