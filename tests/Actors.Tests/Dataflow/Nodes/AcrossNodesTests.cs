using Actors.Dataflow;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Modules.Routing;
using Actors.Dataflow.Nodes;
using Xunit;

namespace Actors.Tests.Dataflow.Nodes;

/// <summary>Flows whose actors are on several nodes.</summary>
public sealed class AcrossNodesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly int Seeds = Environment.GetEnvironmentVariable("ACTORS_LONG") == "1" ? 500 : 20;
    private static readonly int Losses = Seeds / 7;
    private static readonly int FirstSeed = Environment.GetEnvironmentVariable("ACTORS_SEED") is { } given ? int.Parse(given) : 1;

    [Fact]
    public async Task An_actor_with_a_role_runs_on_a_node_with_that_role_and_events_go_there_and_back()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far");
        await using var director = cluster.NewDirector("there-and-back");
        var numbers = director.Register<Numbered>("numbers", new Numbered.Settings { Count = 2000 });
        var far = director.Register<PassOn>("far", new PassOn.Settings { FailEvery = 100 }, new FlowActorOptions { Role = "far" });
        var kept = new Kept();
        var end = director.Register("end", kept.Take);
        var failed = new Kept();
        var errors = director.Register("errors", failed.Take);
        director.Connect(numbers, far);
        director.Connect(far, end);
        director.WithErrorActor(errors);

        await director.RunAsync().WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 2000).Where(number => number % 100 != 0), kept.Numbers);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => number * 100), failed.Numbers);
    }

    [Fact]
    public async Task No_event_is_lost_or_doubled_when_the_network_is_cut_and_healed()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far");
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            var random = new Random(seed);
            await using var director = cluster.NewDirector($"cut-{seed}");
            var flow = new RandomFlow(seed, director, (chance, options) => options with
            {
                Role = chance.Next(2) == 0 ? "far" : null,
                Delivery = chance.Next(3) == 0 ? EdgeDelivery.AtMostOnce : EdgeDelivery.Acknowledged,
            });
            cluster.Cuts.Plan(random.Next(1, 20_000), random.Next(1, 4));
            try
            {
                await director.RunAsync().WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"seed {seed} does not end: {string.Join("; ", (await director.GetStatisticsAsync()).Select(Standing))}");
            }

            flow.AssertConserved($"seed {seed}");
        }

        Assert.True(cluster.Cuts.Count > Seeds / 2, $"the network was cut {cluster.Cuts.Count} times in {Seeds} flows");
    }

    [Fact]
    public async Task A_node_that_is_to_run_flow_actors_may_be_told_so_twice()
    {
        await using var cluster = await FlowCluster.StartAsync("");

        FlowNode.Start(cluster.First);
    }

    [Fact]
    public async Task An_actor_waits_until_a_node_with_its_role_comes()
    {
        await using var cluster = await FlowCluster.StartAsync("");
        await using var director = cluster.NewDirector("waiting");
        var numbers = director.Register<Numbered>("numbers", new Numbered.Settings { Count = 10 });
        var far = director.Register<PassOn>("far", new PassOn.Settings(), new FlowActorOptions { Role = "far" });
        var kept = new Kept();
        director.Connect(numbers, far);
        director.Connect(far, director.Register("end", kept.Take));
        await director.StartAsync();
        await Eventually.HoldsAsync(async () => (await StateOf(director, "far")) == FlowActorState.Waiting && (await Sent(director, "numbers")) == 10, () => "the actor does not wait");

        await cluster.AddAsync("far");
        await director.FinishAsync().WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 10), kept.Numbers);
    }

    [Fact]
    public async Task Acknowledged_events_all_arrive_although_the_node_that_handles_them_is_lost()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far", "far");
        await using var director = cluster.NewDirector("lost-receiver");
        var numbers = director.Register<Numbered>("numbers", new Numbered.Settings { Count = 5000 });
        var far = director.Register<PassOn>("far", new PassOn.Settings(), new FlowActorOptions { Role = "far", Delivery = EdgeDelivery.Acknowledged, Queue = 20 });
        var kept = new Kept();
        var end = director.Register("end", kept.Take, new FlowActorOptions { Delivery = EdgeDelivery.Acknowledged, Queue = 20 });
        director.Connect(numbers, far);
        director.Connect(far, end);
        await director.StartAsync();
        await Eventually.HoldsAsync(() => kept.Events.Count > 100, () => "nothing arrives");

        await cluster.KillAsync(await NodeOf(director, "far"));
        await director.FinishAsync().WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 5000), kept.Numbers.Distinct().Order());
    }

    [Fact]
    public async Task Nothing_is_lost_with_nodes_where_all_edges_are_acknowledged()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far", "far");
        for (var seed = FirstSeed; seed < FirstSeed + Losses; seed++)
        {
            await using var director = cluster.NewDirector($"loss-{seed}");
            var flow = new RandomFlow(
                seed, director, (chance, options) => options with { Role = chance.Next(3) > 0 ? "far" : null, Delivery = EdgeDelivery.Acknowledged, OnFailure = FailurePolicy.Resume }, isPlain: true);
            var random = new Random(seed);
            var enough = random.Next(1, flow.Expected().Values.Sum());
            await director.StartAsync();
            await Eventually.HoldsAsync(() => flow.Arrived.Values.Sum() >= enough, () => "nothing arrives");
            if ((await director.GetStatisticsAsync()).Select(actor => actor.Node).FirstOrDefault(node => node is not null) is { } lost)
            {
                await cluster.KillAsync(lost);
                await cluster.AddAsync("far");
            }

            await director.FinishAsync(Patience);
            flow.AssertConserved($"seed {seed}", atLeast: true);
        }
    }

    [Fact]
    public async Task Events_at_most_once_never_arrive_twice_and_what_may_be_lost_with_a_node_is_counted()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far", "far");
        await using var director = cluster.NewDirector("at-most-once");
        var numbers = director.Register<Numbered>("numbers", new Numbered.Settings { Count = 5000 });
        var far = director.Register<PassOn>("far", new PassOn.Settings(), new FlowActorOptions { Role = "far", Queue = 20 });
        var kept = new Kept();
        director.Connect(numbers, far);
        director.Connect(far, director.Register("end", kept.Take));
        await director.StartAsync();
        await Eventually.HoldsAsync(() => kept.Events.Count > 100, () => "nothing arrives");

        await cluster.KillAsync(await NodeOf(director, "far"));
        await Eventually.HoldsAsync(async () => await Sent(director, "numbers") == 5000, () => "the flow stands still");
        var lost = (await director.GetStatisticsAsync()).Single(actor => actor.Actor == "numbers").Outboxes.Sum(outbox => outbox.Lost);
        await director.FinishAsync().WaitAsync(Patience);

        Assert.Equal(kept.Numbers.Distinct(), kept.Numbers);
        Assert.InRange(kept.Numbers.Count, 5000 - lost - 20 - 20, 5000);
    }

    [Fact]
    public async Task A_source_that_had_ended_does_not_begin_again_when_its_node_is_lost()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far", "far");
        await using var director = cluster.NewDirector("ended-source");
        var far = director.Register<Numbered>("far", new Numbered.Settings { Count = 10 }, new FlowActorOptions { Role = "far" });
        var kept = new Kept();
        director.Connect(far, director.Register("end", kept.Take));
        director.Register("busy", async (send, stopping) => await Task.Delay(Timeout.Infinite, stopping));
        await director.StartAsync();
        await Eventually.HoldsAsync(() => kept.Events.Count == 10, () => "not all arrive");
        var first = await NodeOf(director, "far");

        await cluster.KillAsync(first);
        await Eventually.HoldsAsync(async () => await StateOf(director, "far") == FlowActorState.Running && await NodeOf(director, "far") != first, () => "it does not run elsewhere");
        await director.StopAsync().WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 10), kept.Numbers);
    }

    [Fact]
    public async Task A_module_that_a_node_does_not_know_is_an_error_event()
    {
        await using var cluster = await FlowCluster.StartAsync("");
        await cluster.AddAsync("far", ModuleCatalog.BuiltIn);
        await using var director = cluster.NewDirector("unknown");
        director.Register<Numbered>("far", new Numbered.Settings { Count = 10 }, new FlowActorOptions { Role = "far" });
        var kept = new Kept();
        director.WithErrorActor(director.Register("errors", kept.Take));
        await director.StartAsync();

        await Eventually.HoldsAsync(() => kept.Events.Count > 0, () => "no error comes");

        Assert.Contains("knows no module test-numbered; name its assembly in actors.dataflow.modules", kept.Events[0].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(FlowErrorKind.Unavailable, kept.Events[0].Error!.Kind);
    }

    [Fact]
    public async Task What_cannot_leave_its_process_is_an_error_of_who_sends_it()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far");
        await using var director = new Director("unsendable", cluster.First, new DirectorOptions { MaxEventBytes = 1000 });
        var objects = director.Register("objects", item => item.WithData(item.Number() switch
        {
            0 => new string('x', 2000),
            1 => (Action)(() => { }),
            _ => "well",
        }));
        var numbers = director.Register<Numbered>("numbers", new Numbered.Settings { Count = 3 });
        var far = director.Register<FunnelModule>("far", null, new FlowActorOptions { Role = "far" });
        var (kept, failed) = (new Kept(), new Kept());
        director.Connect(numbers, objects);
        director.Connect(objects, far);
        director.Connect(far, director.Register("end", kept.Take));
        director.WithErrorActor(director.Register("errors", failed.Take));

        await director.RunAsync().WaitAsync(Patience);

        Assert.Equal("well", Assert.Single(kept.Events).Text);
        Assert.Equal([0, 1], failed.Numbers);
        Assert.Equal([FlowErrorKind.TooLarge, FlowErrorKind.MalformedData], failed.Events.Select(item => item.Error!.Kind));
    }

    [Fact]
    public async Task An_event_is_sent_to_an_actor_elsewhere_and_its_path_is_told_over_all_nodes()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far");
        await using var director = cluster.NewDirector("path");
        var far = director.Register<FunnelModule>("far", null, new FlowActorOptions { Role = "far" });
        var kept = new Kept();
        director.Connect(director.Register<Numbered>("none", new Numbered.Settings()), far);
        director.Connect(far, director.Register("end", kept.Take));
        await director.StartAsync();
        await Eventually.HoldsAsync(async () => await StateOf(director, "far") == FlowActorState.Running, () => "it does not start");

        var failure = await Assert.ThrowsAsync<FlowException>(() => director.SendAsync("far", (Action)(() => { })).WaitAsync(Patience));
        await director.SendAsync("far", "hello").WaitAsync(Patience);
        await Eventually.HoldsAsync(() => kept.Events.Count == 1, () => "it does not arrive");
        var path = await director.TraceAsync(kept.Events[0].Id);

        Assert.Equal(FlowErrorKind.MalformedData, failure.Kind);
        Assert.Equal(["end", "far"], path.Select(step => step.Actor).Distinct().Order());
        await director.StopAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_role_needs_a_cluster_and_a_module_that_can_leave_the_process()
    {
        await using var director = new Director("alone");
        director.Register("function", item => item, new FlowActorOptions { Role = "far" });

        var failure = await Assert.ThrowsAsync<FlowCheckException>(director.StartAsync);

        Assert.Contains(failure.Problems, problem => problem.Message.Contains("no member of a cluster", StringComparison.Ordinal));
        Assert.Contains(failure.Problems, problem => problem.Message.Contains("a function or an object of this process", StringComparison.Ordinal));
    }

    private static string Standing(FlowActorStatistics actor) =>
        $"{actor.Actor} {actor.State} on {actor.Node}, {actor.Running} running, in {string.Join(", ", actor.Inboxes)}, out {string.Join(", ", actor.Outboxes)}";

    private static async Task<FlowActorStatistics> Of(Director director, string actor) => (await director.GetStatisticsAsync()).Single(each => each.Actor == actor);

    private static async Task<FlowActorState> StateOf(Director director, string actor) => (await Of(director, actor)).State;

    private static async Task<long> Sent(Director director, string actor) => (await Of(director, actor)).Outboxes.Sum(outbox => outbox.Sent);

    private static async Task<string> NodeOf(Director director, string actor) => (await Of(director, actor)).Node!;
}
