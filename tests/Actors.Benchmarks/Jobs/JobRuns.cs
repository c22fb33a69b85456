using Actors.Benchmarks.Nodes;
using Actors.Client;

namespace Actors.Benchmarks.Jobs;

/// <summary>Jobs that do nothing, from submission until the result is known: one after the other, and as many at a time as keep the worker busy.</summary>
internal static class JobRuns
{
    public static IEnumerable<Measurement> Measurements(ComputeCloud cloud, BenchmarkCluster cluster)
    {
        var kinds = new[]
        {
            ("exec", new NewJob("true", "exec") { Arguments = ["/bin/true"] }, 100),
            ("python", new NewJob("pass", "python") { Source = "pass" }, 50),
            ("csharp", new NewJob("nothing", "csharp") { Source = "return;" }, 20),
        };
        foreach (var (runtime, job, count) in kinds)
        {
            yield return Of($"{runtime} job, submit to result, one after the other", cloud, cluster, job, count / 2, inFlight: 1);
            yield return Of($"{runtime} jobs, submit to result, 16 in flight", cloud, cluster, job, count * 2, inFlight: 16);
        }
    }

    private static Measurement Of(string what, ComputeCloud cloud, BenchmarkCluster cluster, NewJob job, int count, int inFlight)
    {
        var latencies = new Latencies();
        return new(what, "jobs/s", () => Load.RateAsync(count, inFlight, latencies, async _ =>
        {
            var submitted = await cloud.AddJobAsync(job).ConfigureAwait(false);
            await submitted.WaitAsync().ConfigureAwait(false);
        }))
        {
            Latencies = latencies,
            Cpu = (cluster.CpuTime, count),
            Repetitions = 3,
        };
    }
}
