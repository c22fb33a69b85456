using Actors.Benchmarks.Nodes;
using Actors.Storage;

namespace Actors.Benchmarks.Storage;

/// <summary>One object of 256 MiB: put from a file with two durable copies, and read to its end.</summary>
internal static class LargeObjects
{
    public static IEnumerable<Measurement> Measurements(ObjectStore store, BenchmarkCluster cluster)
    {
        var file = LargeFile.In(cluster.Folder);
        ObjectId? last = null;
        yield return new($"put {LargeFile.Name} from a file, 2 durable copies", "MB/s", () => LargeFile.RateAsync(async () => last = await PutAsync(store, file)))
        {
            Cpu = (cluster.CpuTime, LargeFile.Bytes / 1e6),
            WarmUp = TimeSpan.FromSeconds(6),
        };
        yield return new($"get {LargeFile.Name}, read to the end", "MB/s", async () =>
        {
            last ??= await PutAsync(store, file);
            return await LargeFile.RateAsync(() => ReadAsync(store, last.Value));
        })
        {
            Cpu = (cluster.CpuTime, LargeFile.Bytes / 1e6),
            WarmUp = TimeSpan.FromSeconds(6),
        };
    }

    private static async Task<ObjectId> PutAsync(ObjectStore store, string file)
    {
        var id = ObjectId.New(IdSource.System);
        await using var content = LargeFile.OpenRead(file);
        var put = await store.PutAsync(id, "large", content);
        return put.Copies >= 2 ? id : throw new InvalidOperationException($"{put.Copies} copies");
    }

    private static async Task ReadAsync(ObjectStore store, ObjectId id)
    {
        await using var reader = await store.OpenAsync(id);
        await reader.Content.CopyToAsync(Stream.Null, 128 * 1024);
    }
}
