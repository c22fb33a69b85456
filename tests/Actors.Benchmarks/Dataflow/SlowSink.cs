using System.Collections.Immutable;

namespace Actors.Benchmarks.Dataflow;

/// <summary>What waits, and how much memory it takes, while the sink is a hundred times slower than the source could be. Each pipeline runs once; the rows are moments of that run.</summary>
internal static class SlowSink
{
    private const int Slower = 100;

    /// <summary>What the sink handles slowly; what is left then goes at once.</summary>
    private const int Handled = 30_000;

    private static readonly ImmutableArray<int> Percents = [10, 50, 100];

    public static IEnumerable<Measurement> Measurements()
    {
        var pause = new Lazy<Task<TimeSpan>>(PauseAsync);
        return
        [
            .. Rows("flow, queues of 500", Pipelines.FlowAsync, pause),
            .. Rows("TPL Dataflow bounded to 500", Pipelines.Blocks(Pipelines.Queue), pause),
            .. Rows("TPL Dataflow without bounds, its default", Pipelines.Blocks(-1), pause),
        ];
    }

    private static IEnumerable<Measurement> Rows(string what, Pipeline pipeline, Lazy<Task<TimeSpan>> pause)
    {
        var moments = new Lazy<Task<ImmutableArray<Moment>>>(async () => await RunAsync(pipeline, await pause.Value));
        foreach (var (index, percent) in Percents.Index())
        {
            yield return Row($"slow sink, {what}: events that wait, {percent} % handled", "events", moment => moment.Waiting);
            yield return Row($"slow sink, {what}: live heap, {percent} % handled", "MiB", moment => moment.HeapBytes / (1024.0 * 1024));

            Measurement Row(string row, string unit, Func<Moment, double> figure) =>
                new(row, unit, async () => figure((await moments.Value)[index])) { Repetitions = 1, WarmUp = TimeSpan.Zero };
        }
    }

    private static async Task<TimeSpan> PauseAsync()
    {
        await FlowThroughput.RateAsync(Pipelines.FlowAsync, 1_000_000);
        return TimeSpan.FromSeconds(Slower / await FlowThroughput.RateAsync(Pipelines.FlowAsync, 1_000_000));
    }

    private static async Task<ImmutableArray<Moment>> RunAsync(Pipeline pipeline, TimeSpan pause)
    {
        var before = LiveBytes();
        var (made, seen) = (0, 0);
        var moments = ImmutableArray.CreateBuilder<Moment>();
        await pipeline(() => Volatile.Read(ref seen) < Handled && made < Slower * Handled && Interlocked.Increment(ref made) > 0, () =>
        {
            if (Interlocked.Increment(ref seen) > Handled) return;
            var start = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(start) < pause) Thread.SpinWait(10);
            if (Percents.Any(percent => seen == Handled * percent / 100)) moments.Add(new Moment(Volatile.Read(ref made) - seen, LiveBytes() - before));
        });
        return seen == made && moments.Count == Percents.Length ? moments.ToImmutable() : throw new InvalidOperationException($"{seen} of {made} events arrived.");
    }

    private static long LiveBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return heap.HeapSizeBytes - heap.FragmentedBytes;
    }

    private sealed record Moment(int Waiting, long HeapBytes);
}
