using System.Collections.Concurrent;
using Actors.Benchmarks.Nodes;
using Actors.Storage;

namespace Actors.Benchmarks.Storage;

/// <summary>Objects of 1 KiB: put with two durable copies, and got.</summary>
internal sealed class SmallObjects(ObjectStore store, BenchmarkCluster cluster)
{
    private const int Bytes = 1024;
    private const int Puts = 20_000;
    private const int Gets = 50_000;

    private readonly byte[] _content = new byte[Bytes];
    private readonly ConcurrentBag<ObjectId> _put = [];

    public IEnumerable<Measurement> Measurements()
    {
        Random.Shared.NextBytes(_content);
        yield return Put(1, Puts / 20);
        yield return Put(256, Puts);
        yield return Get(1, Gets / 10);
        yield return Get(256, Gets);
    }

    private Measurement Put(int inFlight, int count)
    {
        var latencies = new Latencies();
        return new($"put 1 KiB, 2 durable copies, {inFlight} in flight", "puts/s", () => Load.RateAsync(count, inFlight, latencies, _ => PutAsync()))
        {
            Latencies = latencies,
            Cpu = (cluster.CpuTime, count),
        };
    }

    private Measurement Get(int inFlight, int count)
    {
        var latencies = new Latencies();
        ObjectId[]? known = null;
        return new($"get 1 KiB, {inFlight} in flight", "gets/s", async () =>
        {
            if (_put.Count < 1000)
                await Load.RateAsync(1000, 100, latencies, _ => PutAsync());
            known ??= [.. _put];
            return await Load.RateAsync(count, inFlight, latencies, number => GetAsync(known[number * 7919L % known.Length]));
        })
        {
            Latencies = latencies,
            Cpu = (cluster.CpuTime, count),
        };
    }

    private async Task PutAsync()
    {
        var id = ObjectId.New(IdSource.System);
        var put = await store.PutAsync(id, "", new MemoryStream(_content)).ConfigureAwait(false);
        if (put.Copies < 2)
            throw new InvalidOperationException($"{put.Copies} copies");
        _put.Add(id);
    }

    private async Task GetAsync(ObjectId id)
    {
        var reader = await store.OpenAsync(id).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (reader.Info.Length != Bytes)
                throw new InvalidOperationException($"{reader.Info.Length} bytes");
        }
    }
}
