using Actors.Benchmarks.Nodes;

namespace Actors.Benchmarks.Dataflow;

/// <summary>Flows in this process, and a flow of which a part runs in another one.</summary>
internal static class DataflowSection
{
    public static async Task<Section> StartAsync()
    {
        var cluster = await BenchmarkCluster.StartAsync("seed", "worker");
        return new Section([.. FlowThroughput.Measurements(), .. FlowAcrossNodes.Measurements(cluster), .. SlowSink.Measurements(), .. HttpEcho.Measurements()], cluster);
    }
}
