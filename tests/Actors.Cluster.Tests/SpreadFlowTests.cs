using System.Text.Json;
using Actors.Cli;
using Actors.Cli.Output;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>Flows with steps on other nodes: <c>actors flow run</c> joins a seed and two workers.</summary>
public sealed class SpreadFlowTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Flow = Path.Combine(Repository.Root, "hocon", "flows", "spread.conf");
    private readonly ClusterFolder _cluster = new();
    private readonly ActorsNode _seed;

    public SpreadFlowTests()
    {
        var port = FreePorts.Take(1)[0];
        _seed = _cluster.Add("seed", "seed", $"127.0.0.1:{port}", $"akka.remote.dot-netty.tcp.port={port}");
    }

    public async Task InitializeAsync()
    {
        _seed.Start();
        await _seed.ReadyAsync();
    }

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_event_arrives_although_the_worker_with_the_step_is_killed()
    {
        var workers = await Task.WhenAll(AddWorkerAsync("worker-a"), AddWorkerAsync("worker-b"));
        await using var run = Run(Flow);
        await RunsAsync(run);
        await PrintedAsync(run, 10);
        var first = await NodeOfStepAsync(run);
        await workers.Single(worker => first.StartsWith(worker.Address, StringComparison.Ordinal)).KillAsync();
        // What is made while nobody handles it comes when somebody does.
        await run.Errors.WaitAsync("the loss of the worker", line => line.Contains("is gone, with letters of the flow", StringComparison.Ordinal), Patience);
        await PrintedAsync(run, Printed(run).Max() + 20);
        Assert.StartsWith(workers.Single(worker => worker.IsRunning).Address, await NodeOfStepAsync(run), StringComparison.Ordinal);

        await run.TerminateAsync();
        Assert.Contains("the flow spread has ended", (await run.ExitAsync(Patience)).Expect(0).Errors, StringComparison.Ordinal);
        var printed = Printed(run);
        Assert.Equal(Enumerable.Range(0, printed.Max() + 1), printed.Distinct().Order());
    }

    [Fact]
    public async Task A_flow_without_the_nodes_or_the_cluster_that_it_needs_says_so()
    {
        var nowhere = _cluster.Write("nowhere.conf", (await File.ReadAllTextAsync(Flow)).Replace("role = worker", "role = nowhere", StringComparison.Ordinal));
        await using var run = Run(nowhere, "--drain", "1s");
        var secret = _cluster.Write("secret", "simsim");
        var alone = ActorsProcess.RunAsync(_cluster.Folder, Patience, "flow", "run", Flow, "--connect", $"127.0.0.1:{FreePorts.Take(1)[0]}", "--timeout", "2s");
        var stranger = _cluster.RunAsync(_seed, "flow", "run", Flow, "--secret-file", secret, "--timeout", "2s");

        await RunsAsync(run);
        await run.Errors.WaitAsync("saying who waits", line => line.EndsWith("flow actor letters waits for a node with the role nowhere, and none is up", StringComparison.Ordinal), Patience);
        Assert.Equal("waiting", (await TopAsync(run)).Actors.Single(actor => actor.Actor == "letters").State);
        await run.TerminateAsync();
        Assert.Contains(
            "The flow spread was stopped while letters (no node has the role nowhere), printer still had events, or waited for some.", (await run.ExitAsync(Patience)).Expect(1).Errors, StringComparison.Ordinal);
        Assert.Contains("has let this program in; start one", (await alone).Expect(3).Errors, StringComparison.Ordinal);
        Assert.Contains("secret is set on one side only", (await stranger).Expect(3).Errors, StringComparison.Ordinal);
    }

    private async Task<ActorsNode> AddWorkerAsync(string name)
    {
        var worker = _cluster.Add(name, "worker", _seed.Contact);
        worker.Start();
        await worker.ReadyAsync();
        return worker;
    }

    private ActorsProcess Run(string file, params string[] options) => ActorsProcess.Start("flow", _cluster.Folder, ["flow", "run", file, "--connect", _seed.Contact, .. options]);

    // From then on actors flow top knows it.
    private static Task RunsAsync(ActorsProcess run) => run.Errors.WaitAsync("running", line => line.Contains("see it with: actors flow top", StringComparison.Ordinal), Patience);

    private static Task PrintedAsync(ActorsProcess run, int number) => run.Output.WaitAsync($"printing {number}", line => line.StartsWith($"{number}: ", StringComparison.Ordinal), Patience);

    private static List<int> Printed(ActorsProcess run) => [.. run.Output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line.Split(':')[0]))];

    private static async Task<string> NodeOfStepAsync(ActorsProcess run) => (await TopAsync(run)).Actors.Single(actor => actor.Actor == "letters").Node!;

    // In this process: it costs less.
    private static async Task<FlowTopDocument> TopAsync(ActorsProcess run)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal((0, ""), (await CommandTree.RunAsync(["flow", "top", run.Id.ToString(), "--json"], output, error, default), error.ToString()));
        return JsonSerializer.Deserialize(output.ToString(), JsonShapes.Readable.FlowTopDocument)!;
    }
}
