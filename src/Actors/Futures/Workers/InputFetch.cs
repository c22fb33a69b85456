using Actors.Futures.Internal;
using Actors.Futures.Shelves;

namespace Actors.Futures.Workers;

/// <summary>
/// Gets the inputs of one future: from this worker's shelf, or from the workers that are said to have them, one after the other. A worker that does not have one is told apart from
/// one that could not be asked.
/// </summary>
internal sealed class InputFetch(ComputeFuture request, Shelf shelf, ShelfRead read, string worker, long maxBytes, TimeSpan now)
{
    private const int AtATime = 8;

    private readonly Lock _gate = new(); // guards all below while fetches run
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _values = [];
    private readonly List<string> _copied = [];
    private readonly List<FutureInput> _missing = [];
    private readonly List<FutureInput> _unreached = [];
    private long _bytes;

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Values => _values;

    /// <summary>Those that are on this worker's shelf now, too.</summary>
    public IReadOnlyList<string> Copied => _copied;

    /// <summary>Those that were not got, with the workers that say that they do not have them.</summary>
    public IReadOnlyList<FutureInput> Missing => _missing;

    /// <summary>Those that were not got, with the workers that may have them and did not answer.</summary>
    public IReadOnlyList<FutureInput> Unreached => _unreached;

    /// <exception cref="ActorsException">All together are too large.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        var absent = new List<FutureInput>();
        foreach (var input in request.Inputs)
        {
            if (!shelf.TryGet(input.Key, out var value))
            {
                absent.Add(input);
                continue;
            }

            Count(value.Length);
            _values[input.Key] = value;
        }

        foreach (var some in absent.Chunk(AtATime))
            await Task.WhenAll(some.Select(input => FetchAsync(input, cancel))).ConfigureAwait(false);
    }

    private async Task FetchAsync(FutureInput input, CancellationToken cancel)
    {
        var missing = new FutureInput { Key = input.Key };
        var unreached = new FutureInput { Key = input.Key };
        foreach (var holder in input.Workers)
        {
            if (holder == worker)
            {
                missing.Workers.Add(worker); // its shelf was looked at
                continue;
            }

            var counted = 0;
            try
            {
                var value = await read(
                    holder,
                    input.Key,
                    bytes =>
                    {
                        counted += bytes;
                        Count(bytes);
                    },
                    cancel).ConfigureAwait(false);
                Take(input.Key, value);
                return;
            }
            catch (ActorsException failure) when (failure.Code != ErrorCodes.TooLarge && !cancel.IsCancellationRequested)
            {
                // The next one may have it.
                Count(-counted);
                (failure.Code == ErrorCodes.NotFound ? missing : unreached).Workers.Add(holder);
            }
        }

        lock (_gate)
        {
            if (missing.Workers.Count > 0 || unreached.Workers.Count == 0)
                _missing.Add(missing);
            if (unreached.Workers.Count > 0)
                _unreached.Add(unreached);
        }
    }

    private void Count(int bytes)
    {
        bool isTooMuch;
        lock (_gate)
            isTooMuch = (_bytes += bytes) > maxBytes && bytes > 0;
        if (isTooMuch)
            throw new ActorsException(ErrorCodes.TooLarge, $"the arguments have more than {maxBytes} bytes (actors.futures.max-input-size)");
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
