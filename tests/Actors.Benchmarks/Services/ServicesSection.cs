using Actors.Benchmarks.Nodes;
using Actors.Benchmarks.Services.Peers;
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
            var others = new Others();
            return new Section([.. new Calls(cloud, cluster, host).Measurements(), .. others.Measurements()], new Ends(host, cloud, cluster, others));
        }
        catch
        {
            await host.DisposeAsync();
            await cluster.DisposeAsync();
            throw;
        }
    }

    private sealed class Ends(ServingProcess host, ComputeCloud cloud, BenchmarkCluster cluster, Others others) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await others.DisposeAsync();
            await cloud.DisposeAsync();
            await host.DisposeAsync();
            await cluster.DisposeAsync();
        }
    }
}
