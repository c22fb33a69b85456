using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Actors.Dataflow;

namespace Actors.Benchmarks.Dataflow;

/// <summary>Events through five stages in one process with bounded queues: a source, three stages that make a new event of each, and a sink; beside what the framework offers for it.</summary>
internal static class FlowThroughput
{
    private const int Events = 1_000_000;

    private const int Stages = 3;

    private const int Queue = FlowActorOptions.DefaultQueue;

    public static IEnumerable<Measurement> Measurements()
    {
        yield return new("flow of five stages, queues of 500", "events/s", () => Rate(FlowAsync));
        yield return new("TPL Dataflow, five blocks, bounded to 500", "events/s", () => Rate(BlocksAsync));
        yield return new("channels, five loops, bounded to 500", "events/s", () => Rate(ChannelsAsync));
    }

    private static async Task<double> Rate(Func<Task<long>> run)
    {
        GC.Collect();
        var start = TimeProvider.System.GetTimestamp();
        var seen = await run();
        return seen == Events
            ? Events / TimeProvider.System.GetElapsedTime(start).TotalSeconds
            : throw new InvalidOperationException($"{seen} of {Events} events arrived.");
    }

    private static async Task<long> FlowAsync()
    {
        var seen = 0L;
        await using var director = new Director("benchmark", Engine.Local.System);
        var previous = director.Register("source", async (send, _) =>
        {
            for (var number = 0; number < Events; number++) await send(null);
        });
        for (var stage = 0; stage < Stages; stage++)
        {
            var next = director.Register($"stage-{stage}", item => item with { Laps = item.Laps });
            director.Connect(previous, next);
            previous = next;
        }

        director.Connect(previous, director.Register("sink", _ => seen++));
        await director.RunAsync();
        return seen;
    }

    private static async Task<long> BlocksAsync()
    {
        var seen = 0L;
        var options = new ExecutionDataflowBlockOptions { BoundedCapacity = Queue, SingleProducerConstrained = true };
        var linked = new DataflowLinkOptions { PropagateCompletion = true };
        var first = new TransformBlock<Item, Item>(item => item with { }, options);
        var last = first;
        for (var stage = 1; stage < Stages; stage++)
        {
            var next = new TransformBlock<Item, Item>(item => item with { }, options);
            last.LinkTo(next, linked);
            last = next;
        }

        var sink = new ActionBlock<Item>(_ => seen++, options);
        last.LinkTo(sink, linked);
        for (var number = 0; number < Events; number++) await first.SendAsync(Item.New());
        first.Complete();
        await sink.Completion;
        return seen;
    }

    private static async Task<long> ChannelsAsync()
    {
        var channels = Enumerable.Range(0, Stages + 1).Select(_ => Channel.CreateBounded<Item>(
            new BoundedChannelOptions(Queue) { SingleReader = true, SingleWriter = true })).ToArray();
        var loops = Enumerable.Range(0, Stages).Select(stage => PassOnAsync(channels[stage].Reader, channels[stage + 1].Writer)).ToList();
        loops.Add(WriteAsync(channels[0].Writer));
        var seen = 0L;
        await foreach (var _ in channels[^1].Reader.ReadAllAsync()) seen++;
        await Task.WhenAll(loops);
        return seen;
    }

    private static async Task WriteAsync(ChannelWriter<Item> writer)
    {
        await Task.Yield();
        for (var number = 0; number < Events; number++) await writer.WriteAsync(Item.New());
        writer.Complete();
    }

    private static async Task PassOnAsync(ChannelReader<Item> reader, ChannelWriter<Item> writer)
    {
        await Task.Yield();
        await foreach (var item in reader.ReadAllAsync()) await writer.WriteAsync(item with { });
        writer.Complete();
    }

    /// <summary>As much as an event has: an id and the time it was made.</summary>
    private sealed record Item(UInt128 Id, DateTimeOffset Created)
    {
        public static Item New() => new(IdSource.System.Next(), TimeProvider.System.GetUtcNow());
    }
}
