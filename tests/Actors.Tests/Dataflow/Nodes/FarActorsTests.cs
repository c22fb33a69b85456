using Actors.Dataflow;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Nodes;
using Akka.Actor;
using Xunit;

namespace Actors.Tests.Dataflow.Nodes;

/// <summary>What an actor elsewhere tells the others, and what it is told.</summary>
public sealed class FarActorsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly FlowActorOptions Far = new() { Role = "far" };

    [Fact]
    public async Task Errors_and_log_lines_from_elsewhere_reach_the_actors_that_are_for_them_wherever_they_are()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far");
        await using var director = cluster.NewDirector("errors-and-logs");
        var (failed, logged) = (new Kept(), new Kept());
        var talker = director.Register<Talker>("talker", new Talker.Settings { FailWith = "here" }, Far);
        director.Connect(director.Register<Numbered>("numbers", new Numbered.Settings { Count = 3 }), talker);
        var errors = director.Register<PassOn>("errors", new PassOn.Settings(), Far);
        var logs = director.Register<PassOn>("logs", new PassOn.Settings(), Far);
        director.WithErrorActor(errors);
        director.WithLogActor(logs);
        director.Connect(errors, director.Register("failed", failed.Take));
        director.Connect(logs, director.Register("logged", logged.Take));

        await director.RunAsync().WaitAsync(Patience);

        Assert.Equal([("talker", "here"), ("talker", "here"), ("talker", "here")], failed.Events.Select(item => (item.Error!.Actor, item.Error.Message)));
        Assert.Equal([0, 1, 2], failed.Numbers);
        Assert.Equal(["about 0", "about 1", "about 2"], logged.Events.Select(item => ((FlowLogLine)item.Data!).Message));
    }

    [Fact]
    public async Task Settings_that_change_reach_an_actor_elsewhere_and_one_that_must_not_fail_ends_the_flow_from_there()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far");
        await using var director = cluster.NewDirector("reload");
        var failed = new Kept();
        director.Connect(director.Register<Numbered>("none", new Numbered.Settings()), director.Register<Talker>("talker", new Talker.Settings { FailWith = "before" }, Far));
        director.WithErrorActor(director.Register("errors", failed.Take));
        await director.StartAsync();
        await Eventually.HoldsAsync(async () => (await director.GetStatisticsAsync()).All(actor => actor.State == FlowActorState.Running), () => "not all run");
        await director.SendAsync("talker", 1).WaitAsync(Patience);
        await Eventually.HoldsAsync(() => failed.Events.Count == 1, () => "no error comes");

        var changed = new FlowActorSpec("talker", ModuleSpec.Of(ModuleType.Of(typeof(Talker)), new Talker.Settings { FailWith = "after" }), Far with { OnFailure = FailurePolicy.Stop });
        await director.ChangeAsync(director.Graph with { Actors = director.Graph.Actors.SetItem("talker", changed) });
        await director.SendAsync("talker", 2).WaitAsync(Patience);
        var failure = await Assert.ThrowsAsync<FlowEndedException>(() => director.Completion.WaitAsync(Patience));

        Assert.Contains("ended by talker: after", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["before", "after"], failed.Events.Select(item => item.Error!.Message));
    }

    [Fact]
    public async Task What_fails_on_a_node_as_a_whole_begins_anew_there_if_there_is_no_other()
    {
        await using var cluster = await FlowCluster.StartAsync("");
        var node = await cluster.AddAsync("far");
        await using var director = cluster.NewDirector("failing-part");
        var numbers = director.Register<Numbered>("numbers", new Numbered.Settings { Count = 2000 });
        var far = director.Register<PassOn>("far", new PassOn.Settings(), Far with { Delivery = EdgeDelivery.Acknowledged, Queue = 5 });
        var kept = new Kept();
        director.Connect(numbers, far);
        director.Connect(far, director.Register("end", kept.Take, new FlowActorOptions { Delivery = EdgeDelivery.Acknowledged, Queue = 5 }));
        await director.StartAsync();
        await Eventually.HoldsAsync(() => kept.Events.Count > 10, () => "nothing arrives");

        node.ActorSelection($"/user/{FlowNode.ActorName}/*/{HostedPart.PartName}").Tell(Kill.Instance);
        await director.FinishAsync().WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 2000), kept.Numbers.Distinct().Order());
    }

    [Fact]
    public async Task Nothing_is_lost_when_the_flow_is_changed_while_a_node_is_being_lost()
    {
        await using var cluster = await FlowCluster.StartAsync("", "far", "far");
        for (var seed = 1; seed <= 3; seed++)
        {
            await using var director = cluster.NewDirector($"changed-{seed}");
            var flow = new RandomFlow(seed, director, (_, options) => options with { Role = "far", Delivery = EdgeDelivery.Acknowledged, OnFailure = FailurePolicy.Resume }, isPlain: true);
            var plain = director.Graph;
            await director.StartAsync();
            await Eventually.HoldsAsync(() => flow.Arrived.Count > 0, () => "nothing arrives");

            var killed = cluster.KillAsync((await director.GetStatisticsAsync()).Select(actor => actor.Node).First(node => node is not null)!);
            for (var round = 0; round < 5; round++)
            {
                var more = new FlowActorSpec($"more-{round}", ModuleSpec.Of(ModuleType.Of(typeof(PassOn)), new PassOn.Settings()), new FlowActorOptions { Role = round % 2 == 0 ? "far" : null });
                var edge = new FlowEdge(new FlowPort("source-0", more.Name), new FlowPort(more.Name, "inbox"));
                var back = new FlowEdge(new FlowPort(more.Name, "errors"), new FlowPort("errors", more.Name)) { Kind = EdgeKind.Errors };
                await director.ChangeAsync(plain.With(more).With(edge).With(back));
            }

            await killed;
            await director.ChangeAsync(plain);
            await cluster.AddAsync("far");
            await director.FinishAsync(Patience);
            flow.AssertConserved($"seed {seed}", atLeast: true);
        }
    }

    /// <summary>Logs each event, and fails with it.</summary>
    [FlowModule("test-talker", "For tests.", Outboxes = [])]
    public sealed class Talker(Talker.Settings settings) : FlowModule
    {
        protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
        {
            Log.Info($"about {item.Number()}");
            throw new InvalidOperationException(settings.FailWith);
        }

        public sealed record Settings
        {
            public string FailWith { get; init; } = "";
        }
    }
}
