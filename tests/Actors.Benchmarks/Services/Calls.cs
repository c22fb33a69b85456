using Actors.Benchmarks.Nodes;
using Actors.Client;

namespace Actors.Benchmarks.Services;

/// <summary>Calls of <c>add(int, int)</c>: one after the other, and many at a time.</summary>
internal sealed class Calls(ComputeCloud cloud, BenchmarkCluster cluster, ServingProcess host)
{
    public IEnumerable<Measurement> Measurements()
    {
        yield return Call(1, 20_000);
        yield return Call(64, 100_000);
        yield return Call(1024, 300_000);
    }

    private Measurement Call(int inFlight, int count)
    {
        var latencies = new Latencies();
        return new($"service call, client, broker and host in three processes, {inFlight} in flight", "calls/s", () => Load.RateAsync(count, inFlight, latencies, AddAsync))
        {
            Latencies = latencies,
            Cpu = (() => cluster.CpuTime() + host.CpuTime, count),
        };
    }

    private async Task AddAsync(int number)
    {
        if (await cloud.Services.CallAsync<int>(ServingProcess.Service, "Add", number, 1).ConfigureAwait(false) != number + 1)
            throw new InvalidOperationException("a wrong sum");
    }
}
