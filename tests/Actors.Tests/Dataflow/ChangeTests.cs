using Actors.Dataflow;
using Actors.Dataflow.Graphs;
using Xunit;

namespace Actors.Tests.Dataflow;

/// <summary>What a running flow makes of changes that come at a bad time.</summary>
public sealed class ChangeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_circle_that_is_taken_out_as_a_whole_sends_on_what_it_has_and_ends()
    {
        await using var director = new Director().WithTtl(2);
        var kept = new Kept();
        var numbers = director.Register("numbers", Flows.Numbers(100));
        var end = director.Register("end", kept.Take);
        director.Connect(numbers, end);
        var without = director.Graph;
        var (one, other) = (director.Register("one", item => item), director.Register("other", item => item));
        director.Connect(numbers, one);
        director.Connect(one, other);
        director.Connect(other, one["back"]);
        director.Connect(other, end);
        director.WithErrorActor(director.Register("errors", _ => { }));
        await director.StartAsync();

        await director.ChangeAsync(without with { ErrorActor = "errors", Actors = without.Actors.Add("errors", director.Graph.Actors["errors"]) });
        await director.FinishAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 100), kept.Numbers.Distinct().Order());
    }

    [Fact]
    public async Task A_circle_that_is_made_while_the_flow_ends_ends_with_it()
    {
        await using var director = new Director().WithTtl(2);
        var gate = new TaskCompletionSource();
        var source = director.Register("source", async (send, _) =>
        {
            await send(1);
            await gate.Task;
        });
        var (one, two) = (director.Register("one", item => item), director.Register("two", item => item));
        director.Connect(source, one);
        director.Connect(one, two);
        await director.StartAsync();
        var stopped = director.StopAsync(Patience);

        await director.ChangeAsync(director.Graph.With(new FlowEdge(new FlowPort("two", "one"), new FlowPort("one", "back"))));
        gate.SetResult();
        await stopped;
    }

    [Fact]
    public async Task All_that_waits_for_room_on_an_edge_that_is_taken_out_arrives()
    {
        await using var director = new Director();
        var (gate, arrived) = (new TaskCompletionSource(), 0);
        var numbers = director.Register("numbers", Flows.Numbers(10));
        var spread = director.Register("spread", item => item, new FlowActorOptions { Concurrency = 10 });
        var slow = director.Register<Held>("slow", gate.Task, new FlowActorOptions { Queue = 1 });
        director.Connect(numbers, spread);
        director.Connect(spread, slow);
        director.Connect(director.Register("silent", Flows.Numbers(0)), slow);
        director.Connect(slow, director.Register("end", _ => { arrived++; }));
        await director.StartAsync();
        await Eventually.HoldsAsync(async () => (await director.GetStatisticsAsync()).Single(actor => actor.Actor == "spread").Outboxes.Sum(outbox => outbox.Waiting) > 3, () => "nothing waits");

        await director.ChangeAsync(director.Graph with { Edges = director.Graph.Edges.RemoveAll(edge => edge.From.Actor == "spread") });
        gate.SetResult();
        await director.FinishAsync(Patience);

        Assert.Equal(10, arrived);
    }

    /// <summary>Sends nothing on until it is opened.</summary>
    [FlowModule("test-held", "For tests.")]
    public sealed class Held(Task open) : FlowModule
    {
        protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
        {
            await open;
            await SendAsync(item);
        }
    }
}
