using Actors.Benchmarks.Nodes;
using Actors.Storage;

namespace Actors.Benchmarks.Storage;

/// <summary>
/// Objects on three storage nodes, each a process, with two durable copies, all on one disk; and what a program would do alone on the same disk.
/// </summary>
internal static class StorageSection
{
    public static async Task<Section> StartAsync()
    {
        var cluster = await BenchmarkCluster.StartAsync("seed", "storage", "storage");
        var store = ObjectStore.Start(cluster.Member);
        return new Section(
            [
                .. new SmallObjects(store, cluster).Measurements(),
                .. SqliteRows.Measurements(cluster.Folder),
                .. LargeObjects.Measurements(store, cluster),
                .. PlainFiles.Measurements(cluster.Folder),
            ],
            cluster);
    }
}
