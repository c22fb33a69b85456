using Actors.Benchmarks.Nodes;
using Actors.Dataflow;
using Actors.Dataflow.Modules.Routing;

namespace Actors.Benchmarks.Dataflow;

/// <summary>How many events a second go from this process to an actor on another node and come back.</summary>
internal static class FlowAcrossNodes
{
    private const int Events = 100_000;

    private static readonly string Data = new('x', 100);

    public static IEnumerable<Measurement> Measurements(BenchmarkCluster cluster)
    {
        yield return Of("at most once", EdgeDelivery.AtMostOnce);
        yield return Of("acknowledged", EdgeDelivery.Acknowledged);

        Measurement Of(string name, EdgeDelivery delivery) => new($"flow through an actor on another node, 100 bytes, {name}", "events/s", () => RateAsync(cluster, delivery));
    }

    private static Task<double> RateAsync(BenchmarkCluster cluster, EdgeDelivery delivery) => FlowThroughput.RateAsync(
        async (more, sink) =>
        {
            await using var director = new Director("benchmark", cluster.Member);
            var source = director.Register("source", async (send, _) =>
            {
                while (more()) await send(Data);
            });
            var far = director.Register<FunnelModule>("far", null, new FlowActorOptions { Role = "worker", Delivery = delivery });
            director.Connect(source, far);
            director.Connect(far, director.Register("sink", _ => sink(), new FlowActorOptions { Delivery = delivery }));
            await director.RunAsync();
        },
        Events);
}
