namespace Actors.Benchmarks.Dataflow;

/// <summary>How many events a second pass five stages with bounded queues.</summary>
internal static class FlowThroughput
{
    private const int Events = 1_000_000;

    public static IEnumerable<Measurement> Measurements()
    {
        yield return new("flow of five stages, queues of 500", "events/s", () => RateAsync(Pipelines.FlowAsync, Events));
        yield return new("TPL Dataflow, five blocks, bounded to 500", "events/s", () => RateAsync(Pipelines.Blocks(Pipelines.Queue), Events));
        yield return new("channels, five loops, bounded to 500", "events/s", () => RateAsync(Pipelines.ChannelsAsync, Events));
    }

    /// <returns>Events a second.</returns>
    public static async Task<double> RateAsync(Pipeline pipeline, int events)
    {
        GC.Collect();
        var (made, seen) = (0, 0);
        var start = TimeProvider.System.GetTimestamp();
        await pipeline(() => made++ < events, () => seen++);
        return seen == events
            ? events / TimeProvider.System.GetElapsedTime(start).TotalSeconds
            : throw new InvalidOperationException($"{seen} of {events} events arrived.");
    }
}
