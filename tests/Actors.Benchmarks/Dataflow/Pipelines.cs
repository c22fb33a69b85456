using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Actors.Dataflow;

namespace Actors.Benchmarks.Dataflow;

/// <summary>Runs events through five stages in one process: a source, three that make a new event of each, and a sink.</summary>
/// <param name="more">Asked before each event: false ends the source.</param>
/// <param name="sink">Called with each event, one after the other.</param>
internal delegate Task Pipeline(Func<bool> more, Action sink);

/// <summary>A flow, and what the framework offers for the same.</summary>
internal static class Pipelines
{
    public const int Queue = FlowActorOptions.DefaultQueue;

    private const int Stages = 3;

    public static async Task FlowAsync(Func<bool> more, Action sink)
    {
        await using var director = new Director("benchmark", Engine.Local.System);
        var previous = director.Register("source", async (send, _) =>
        {
            while (more()) await send(null);
        });
        for (var stage = 0; stage < Stages; stage++)
        {
            var next = director.Register($"stage-{stage}", item => item with { Laps = item.Laps });
            director.Connect(previous, next);
            previous = next;
        }

        director.Connect(previous, director.Register("sink", _ => sink()));
        await director.RunAsync();
    }

    /// <param name="capacity">Of each block; -1: as much as comes, which is what blocks do unless they are told otherwise.</param>
    public static Pipeline Blocks(int capacity) => async (more, sink) =>
    {
        var options = new ExecutionDataflowBlockOptions { BoundedCapacity = capacity, SingleProducerConstrained = true };
        var linked = new DataflowLinkOptions { PropagateCompletion = true };
        var first = new TransformBlock<Item, Item>(item => item with { }, options);
        var last = first;
        for (var stage = 1; stage < Stages; stage++)
        {
            var next = new TransformBlock<Item, Item>(item => item with { }, options);
            last.LinkTo(next, linked);
            last = next;
        }

        var end = new ActionBlock<Item>(_ => sink(), options);
        last.LinkTo(end, linked);
        while (more()) await first.SendAsync(Item.New());
        first.Complete();
        await end.Completion;
    };

    public static async Task ChannelsAsync(Func<bool> more, Action sink)
    {
        var channels = Enumerable.Range(0, Stages + 1).Select(_ => Channel.CreateBounded<Item>(
            new BoundedChannelOptions(Queue) { SingleReader = true, SingleWriter = true })).ToArray();
        var loops = Enumerable.Range(0, Stages).Select(stage => PassOnAsync(channels[stage].Reader, channels[stage + 1].Writer)).ToList();
        loops.Add(WriteAsync(channels[0].Writer, more));
        await foreach (var _ in channels[^1].Reader.ReadAllAsync()) sink();
        await Task.WhenAll(loops);
    }

    private static async Task WriteAsync(ChannelWriter<Item> writer, Func<bool> more)
    {
        await Task.Yield();
        while (more()) await writer.WriteAsync(Item.New());
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
