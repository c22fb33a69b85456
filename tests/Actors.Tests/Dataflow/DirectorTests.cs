using Actors.Dataflow;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;
using Xunit;

namespace Actors.Tests.Dataflow;

public sealed class DirectorTests
{
    [Fact]
    public async Task Events_pass_from_actor_to_actor_in_order()
    {
        var kept = new Kept();
        await using var director = new Director();
        var numbers = director.Register("numbers", Flows.Numbers(5_000));
        var squares = director.Register("squares", item => item.WithData(2 * item.Number()), new FlowActorOptions { Queue = 7 });
        var sink = director.Register("sink", kept.Take);
        director.Connect(numbers, squares);
        director.Connect(squares, sink);

        await director.RunAsync();

        Assert.Equal(Enumerable.Range(0, 5_000).Select(number => 2 * number), kept.Numbers);
    }

    [Fact]
    public async Task An_event_is_copied_to_each_connected_outbox_and_keeps_its_id()
    {
        var (left, right) = (new Kept(), new Kept());
        await using var director = new Director();
        var numbers = director.Register("numbers", Flows.Numbers(3));
        director.Connect(numbers, director.Register("left", left.Take), director.Register("right", right.Take));

        await director.RunAsync();

        Assert.Equal([0, 1, 2], left.Numbers);
        Assert.Equal(left.Events, right.Events);
        Assert.Equal(3, left.Events.Select(item => item.Id).Distinct().Count());
    }

    [Fact]
    public async Task Several_outboxes_share_an_inbox_and_keep_their_order()
    {
        var kept = new Kept();
        await using var director = new Director();
        var small = director.Register("small", Flows.Numbers(100));
        var big = director.Register("big", async (send, _) =>
        {
            for (var number = 1000; number < 1100; number++) await send(number);
        });
        director.Connect([small, big], director.Register("sink", kept.Take));

        await director.RunAsync();

        Assert.Equal(Enumerable.Range(0, 100), kept.Numbers.Where(number => number < 1000));
        Assert.Equal(Enumerable.Range(1000, 100), kept.Numbers.Where(number => number >= 1000));
    }

    [Theory]
    [InlineData(EdgeDelivery.AtMostOnce, 10, 10)]
    [InlineData(EdgeDelivery.AtMostOnce, 1, 64, 7, 500)]
    [InlineData(EdgeDelivery.Acknowledged, 10, 10)]
    [InlineData(EdgeDelivery.Acknowledged, 500, 1, 33)]
    public async Task If_the_sink_never_ends_its_first_event_the_source_makes_no_more_than_the_queues_take(EdgeDelivery delivery, params int[] queues)
    {
        var release = new TaskCompletionSource();
        var made = 0;
        await using var director = new Director();
        var last = director.Register("stage", async (send, stopping) =>
        {
            for (; !stopping.IsCancellationRequested; made++) await send(made);
        });
        foreach (var (index, queue) in queues.Index())
        {
            var options = new FlowActorOptions { Queue = queue, Delivery = delivery };
            var next = index == queues.Length - 1 ? director.Register<Gate>("sink", release.Task, options) : director.Register($"stage-{index}", item => item, options);
            director.Connect(last, next);
            last = next;
        }

        await director.StartAsync();
        // Room is given back half a window at a time, so that not all of it need be in use; each actor has one more event in its hands than its queue holds.
        // Acknowledged, no room comes back before the sink has handled an event: then the first queue is all that the source gets.
        var (least, most) = delivery == EdgeDelivery.AtMostOnce ? (queues.Sum(queue => (queue + 1) / 2), queues.Sum() + queues.Length) : (queues[0], queues[0]);
        await Eventually.HoldsAsync(
            async () => Volatile.Read(ref made) >= least && (await director.GetStatisticsAsync()).Single(each => each.Actor == "stage").Outboxes.Any(outbox => outbox.Waiting > 0),
            () => $"the source does not wait; {made} made");

        Assert.InRange(made, least, most);
        release.SetResult();
        await director.StopAsync();
    }

    [Theory]
    [InlineData(2, 50)]
    [InlineData(50, 2)]
    public async Task A_running_flow_takes_another_size_of_a_queue(int before, int after)
    {
        var (release, made) = (new TaskCompletionSource(), 0);
        await using var director = new Director();
        var source = director.Register("source", async (send, stopping) =>
        {
            for (; !stopping.IsCancellationRequested; made++) await send(made);
        });
        var stage = director.Register<Step>("stage", null, new FlowActorOptions { Queue = before });
        director.Connect(source, stage);
        director.Connect(stage, director.Register<Gate>("sink", release.Task, new FlowActorOptions { Queue = 1 }));
        await director.StartAsync();
        await Eventually.HoldsAsync(async () => await IsFullAsync(before), () => "the queue does not fill");

        var graph = director.Graph;
        await director.ChangeAsync(graph with { Actors = graph.Actors.SetItem("stage", graph.Actors["stage"] with { Options = new FlowActorOptions { Queue = after } }) });
        if (after > before) await Eventually.HoldsAsync(async () => await IsFullAsync(after), () => "the queue is as small as it was");
        release.SetResult();

        // Whoever has less room than before goes on when there is some.
        var now = made;
        await Eventually.HoldsAsync(() => made > now + 200, () => $"it stands still after {made}");
        await director.StopAsync();

        async Task<bool> IsFullAsync(int queue) => (await director.GetStatisticsAsync()).ToDictionary(each => each.Actor) is var actors
            && actors["source"].Outboxes.Any(outbox => outbox.Waiting > 0) && actors["stage"].Inboxes.Sum(inbox => inbox.Waiting) >= queue / 2;
    }

    [Fact]
    public async Task What_a_module_throws_goes_to_its_error_edge_with_the_event_that_failed()
    {
        var (kept, failed) = (new Kept(), new Kept());
        await using var director = new Director();
        var numbers = director.Register("numbers", Flows.Numbers(4));
        var odd = director.Register("odd", item => item.Number() % 2 == 1 ? item : throw new FlowException(FlowErrorKind.Unprocessable, $"{item.Number()} is even") { Code = "even" });
        director.Connect(numbers, odd);
        director.Connect(odd, director.Register("sink", kept.Take));
        director.ConnectError(odd, director.Register("failed", failed.Take));

        await director.RunAsync();

        Assert.Equal([1, 3], kept.Numbers);
        Assert.Equal([0, 2], failed.Numbers);
        var error = failed.Events[1].Error!;
        Assert.Equal((FlowErrorKind.Unprocessable, "odd", "2 is even", "even", 422), (error.Kind, error.Actor, error.Message, error.Code, error.Status));
    }

    [Fact]
    public async Task Without_an_error_edge_it_goes_to_the_flows_error_actor()
    {
        await using var director = new Director();
        Remember.Events.Clear();
        var numbers = director.Register("numbers", Flows.Numbers(2));
        var broken = director.Register("broken", item => throw new InvalidOperationException("no luck with this one"));
        director.RegisterError<Remember>("errors");
        director.Connect(numbers, broken);

        await director.RunAsync();

        Assert.Equal([0, 1], Remember.Events.Select(item => item.Number()));
        Assert.All(Remember.Events, item => Assert.Equal(("broken", FlowErrorKind.Failed, "no luck with this one"), (item.Error!.Actor, item.Error.Kind, item.Error.Message)));
        Assert.Contains("DirectorTests", Remember.Events[0].Error!.Stack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_that_is_made_anew_after_a_failure_finds_its_queue_as_it_was()
    {
        var kept = new Kept();
        await using var director = new Director();
        var numbers = director.Register("numbers", Flows.Numbers(2_000));
        var fragile = director.Register<Fragile>("fragile", null, new FlowActorOptions { OnFailure = FailurePolicy.Restart });
        var failed = new Kept();
        director.Connect(numbers, fragile);
        director.Connect(fragile, director.Register("sink", kept.Take));
        director.ConnectError(fragile, director.Register("failed", failed.Take));
        await director.StartAsync();
        await Eventually.HoldsAsync(() => kept.Events.Count + failed.Events.Count == 2_000, () => $"{kept.Events.Count} and {failed.Events.Count}");
        var statistics = (await director.GetStatisticsAsync()).Single(each => each.Actor == "fragile");
        await director.StopAsync();

        Assert.Equal(Enumerable.Range(0, 2_000).Where(number => number % 100 == 99), failed.Numbers);
        Assert.Equal(Enumerable.Range(0, 2_000).Where(number => number % 100 != 99), kept.Numbers);
        Assert.Equal(20, statistics.Restarts);
    }

    [Fact]
    public async Task An_event_that_fails_is_rescued_as_often_as_allowed_and_in_its_place()
    {
        var (kept, failed) = (new Kept(), new Kept());
        var attempts = 0;
        await using var director = new Director();
        var numbers = director.Register("numbers", Flows.Numbers(4));
        var moody = director.Register(
            "moody",
            item => item.Number() == 1 && ++attempts < 3 ? throw new InvalidOperationException("not now") : item.Number() == 2 ? throw new InvalidOperationException("never") : item,
            new FlowActorOptions { Rescue = 2, RescuePause = TimeSpan.FromMilliseconds(1) });
        director.Connect(numbers, moody);
        director.Connect(moody, director.Register("sink", kept.Take));
        director.ConnectError(moody, director.Register("failed", failed.Take));

        await director.RunAsync();

        Assert.Equal([0, 1, 3], kept.Numbers);
        Assert.Equal([2], failed.Numbers);
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task What_a_module_holds_back_is_sent_when_the_flow_ends()
    {
        var kept = new Kept();
        await using var director = new Director();
        var numbers = director.Register("numbers", Flows.Numbers(10));
        var sum = director.Register<Sum>("sum");
        director.Connect(numbers, sum);
        director.Connect(sum, director.Register("sink", kept.Take));

        await director.RunAsync();

        Assert.Equal([45], kept.Numbers);
    }

    [Fact]
    public async Task An_event_goes_in_a_circle_until_its_ttl_is_over_and_then_to_the_error_edge()
    {
        var failed = new Kept();
        var laps = 0;
        await using var director = new Director();
        director.WithTtl(5);
        var one = director.Register("one", Flows.Numbers(1));
        var round = director.Register("round", item =>
        {
            laps++;
            return item;
        });
        director.Connect(one, round);
        director.Connect(round, round);
        director.ConnectError(round, director.Register("failed", failed.Take));

        await director.RunAsync();

        Assert.Equal(6, laps);
        Assert.Equal(FlowErrorKind.Loop, Assert.Single(failed.Events).Error!.Kind);
    }

    [Fact]
    public async Task Events_are_handled_at_the_same_time_where_that_is_allowed()
    {
        var kept = new Kept();
        await using var director = new Director();
        var numbers = director.Register("numbers", Flows.Numbers(3));
        var meet = director.Register<Meeting>("meet", null, new FlowActorOptions { Concurrency = 3 });
        director.Connect(numbers, meet);
        director.Connect(meet, director.Register("sink", kept.Take));

        await director.RunAsync();

        Assert.Equal([0, 1, 2], kept.Numbers.Order());
    }

    [Fact]
    public async Task A_module_whose_constructor_throws_is_tried_again_and_the_flow_lives_on()
    {
        var (kept, failed) = (new Kept(), new Kept());
        Stubborn.Failures = 2;
        await using var director = new Director();
        var numbers = director.Register("numbers", Flows.Numbers(3));
        var stubborn = director.Register<Stubborn>("stubborn");
        var other = director.Register("other", kept.Take);
        director.Connect(numbers, stubborn, other);
        director.Connect(stubborn, director.Register("sink", kept.Take));
        director.ConnectError(stubborn, director.Register("failed", failed.Take));
        await director.StartAsync();

        await Eventually.HoldsAsync(() => kept.Events.Count == 6, () => $"{kept.Events.Count} events");
        await director.StopAsync();

        Assert.Equal(2, failed.Events.Count);
        Assert.All(failed.Events, item => Assert.Equal("not yet", item.Error!.Message));
    }

    [Fact]
    public async Task A_module_that_cannot_be_started_says_why_and_is_tried_with_new_settings_at_once()
    {
        var kept = new Kept();
        // The clock stands: between two attempts with the same settings would be a pause for ever.
        await using var director = new Director(options: new DirectorOptions { Time = new VirtualTime() });
        var fussy = director.Register<Fussy>("fussy", new Fussy.Settings { Refuses = true });
        director.Connect(director.Register("numbers", Flows.Numbers(1)), fussy);
        director.Connect(fussy, director.Register("sink", kept.Take));
        await director.StartAsync();
        await Eventually.HoldsAsync(async () => (await director.GetStatisticsAsync()).Single(each => each.Actor == "fussy") is { State: FlowActorState.Failing, Failure: "it refuses" }, () => "it does not fail");

        await director.ChangeAsync(With(director.Graph, "fussy", ModuleSpec.Of(ModuleType.Of(typeof(Fussy)), new Fussy.Settings { Mark = "new" })));

        await Eventually.HoldsAsync(() => kept.Events.Count == 1, () => "nothing arrives");
        Assert.Equal("new", kept.Events[0].Attributes["mark"]);
    }

    [Fact]
    public async Task A_module_that_is_being_started_is_made_again_if_its_settings_have_changed_meanwhile()
    {
        var (kept, gate) = (new Kept(), new TaskCompletionSource());
        Fussy.Gate = gate.Task;
        await using var director = new Director();
        var fussy = director.Register<Fussy>("fussy", new Fussy.Settings { Mark = "old", Waits = true });
        director.Connect(director.Register("numbers", Flows.Numbers(1)), fussy);
        director.Connect(fussy, director.Register("sink", kept.Take));
        await director.StartAsync();
        await Eventually.HoldsAsync(async () => (await director.GetStatisticsAsync()).Single(each => each.Actor == "fussy").Inboxes.Any(inbox => inbox.Waiting == 1), () => "nothing waits");

        await director.ChangeAsync(With(director.Graph, "fussy", ModuleSpec.Of(ModuleType.Of(typeof(Fussy)), new Fussy.Settings { Mark = "new" })));
        // Whoever has answered this has been told of the change.
        await director.GetStatisticsAsync();
        gate.SetResult();

        await Eventually.HoldsAsync(() => kept.Events.Count == 1, () => "nothing arrives");
        Assert.Equal("new", kept.Events[0].Attributes["mark"]);
    }

    private static FlowGraph With(FlowGraph graph, string actor, ModuleSpec module) => graph with { Actors = graph.Actors.SetItem(actor, graph.Actors[actor] with { Module = module }) };

    [Fact]
    public async Task A_flow_that_is_wrong_is_not_started()
    {
        await using var director = new Director();
        director.Register("lonely", item => item);
        var failure = await Assert.ThrowsAsync<FlowCheckException>(director.StartAsync);
        Assert.Equal("lonely: an inbox of a function must be connected; add an edge such as \"other -> lonely\"", failure.Message);
    }

    [Fact]
    public async Task A_running_flow_becomes_another_one_without_losing_events()
    {
        var kept = new Kept();
        var made = 0;
        await using var director = new Director();
        var numbers = director.Register("numbers", async (send, stopping) =>
        {
            while (!stopping.IsCancellationRequested) await send(++made);
        });
        var sink = director.Register("sink", kept.Take, new FlowActorOptions { Queue = 3 });
        var plain = director.Graph;
        var old = director.Register("old", item => item.WithAttribute("by", "old"));
        director.Connect(numbers, old);
        director.Connect(old, sink);
        await director.StartAsync();

        for (var round = 0; round < 5; round++)
        {
            var name = $"new-{round}";
            await Eventually.HoldsAsync(() => kept.Events.Count > 50 * round, () => $"{kept.Events.Count} events");
            await director.ChangeAsync(Flows.Between(plain, "numbers", name, "sink"));
            await Eventually.HoldsAsync(() => kept.Events.Any(item => (string?)item.Attributes["by"] == name), () => $"nothing came by {name}");
        }

        await director.StopAsync();
        Assert.Equal(Enumerable.Range(1, made), kept.Numbers.Order());
    }

    [Fact]
    public async Task The_path_of_an_event_can_be_told_afterwards()
    {
        var kept = new Kept();
        await using var director = new Director();
        var numbers = director.Register("numbers", async (send, stopping) =>
        {
            await send(1);
            await Task.Delay(Timeout.Infinite, stopping);
        });
        var middle = director.Register("middle", item => item);
        director.Connect(numbers, middle);
        director.Connect(middle, director.Register("sink", kept.Take));
        await director.StartAsync();
        await Eventually.HoldsAsync(() => kept.Events.Count == 1, () => "nothing came");

        var steps = await director.TraceAsync(kept.Events[0].Id);
        await director.StopAsync();

        Assert.Equal(["numbers out", "middle in", "middle out", "middle handled", "sink in", "sink handled"], steps.Select(step => $"{step.Actor} {step.What}"));
    }
}
