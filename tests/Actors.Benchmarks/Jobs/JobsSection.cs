using Actors.Benchmarks.Nodes;
using Actors.Client;

namespace Actors.Benchmarks.Jobs;

/// <summary>Sandboxed jobs on two storage nodes, a broker and a worker, each a process, asked for from outside; and bare sandboxes on the same machine.</summary>
internal static class JobsSection
{
    public static async Task<Section> StartAsync()
    {
        var cluster = await BenchmarkCluster.StartAsync("seed", "storage", "broker", "worker");
        var cloud = await ComputeCloud.ConnectAsync(cluster.Contact);
        return new Section([.. BareSandboxes.Measurements(), .. JobRuns.Measurements(cloud, cluster)], new Both(cloud, cluster));
    }

    private sealed class Both(IAsyncDisposable first, IAsyncDisposable second) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await first.DisposeAsync();
            await second.DisposeAsync();
        }
    }
}
