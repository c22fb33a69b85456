using Actors.Benchmarks.Nodes;
using Actors.Client;

namespace Actors.Benchmarks.Services;

/// <summary>Calls of a service: client, broker and host are three processes.</summary>
internal static class ServicesSection
{
    public static async Task<Section> StartAsync()
    {
        var cluster = await BenchmarkCluster.StartAsync("all-in-one");
        var cloud = ComputeCloud.From(cluster.Member);
        var host = ServingProcess.Start(cluster.Contact);
        try
        {
            await host.ReadyAsync();
            return new Section([.. new Calls(cloud, cluster, host).Measurements()], new Ends(host, cloud, cluster));
        }
        catch
        {
            await host.DisposeAsync();
            await cluster.DisposeAsync();
            throw;
        }
    }

    private sealed class Ends(ServingProcess host, ComputeCloud cloud, BenchmarkCluster cluster) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await cloud.DisposeAsync();
            await host.DisposeAsync();
            await cluster.DisposeAsync();
        }
    }
}
