using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Actors.Client;
using Actors.Cluster.Tests.Processes;
using Actors.Tests.Futures;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary><c>actors node --nanny</c>: the node is a process of its own, and comes again when that is killed.</summary>
public sealed partial class NannyTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ClusterFolder _cluster = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task A_worker_that_is_killed_comes_again_with_its_id_and_what_it_had_is_computed_again()
    {
        var seed = $"127.0.0.1:{FreePorts.Take(1)[0]}";
        var first = _cluster.Add("first", "seed", seed, $"akka.remote.dot-netty.tcp.port={seed.Split(':')[1]}", "akka.cluster.roles=[storage,broker]", "actors.services.broker.lease=2s");
        var watched = _cluster.Add("watched", "worker", seed, "actors.nanny.first-pause=100ms", "actors.jobs.sandbox=none").AlsoWith("--nanny");
        first.Start();
        watched.Start();
        await first.ReadyAsync();
        await watched.ReadyAsync();
        var cloud = await first.CloudAsync();
        var (process, node) = (await ProcessAsync(watched), NodeIdOf(await first.MembersAsync(), watched.Address));
        var assembly = EmittedFunctions.Write(_cluster.Folder, "Sums", 1);
        await cloud.Futures.DeployAsync(assembly);
        using var text = cloud.Futures.Submit(EmittedFunctions.Repeat(assembly), 100_000);
        Assert.Equal(100_000, (await text).Length);
        var before = (await cloud.Futures.WhoHasAsync([text]))[text.Key].Single();

        await KillAsync(process);

        Assert.Equal(100_000, (await text.ResultAsync().WaitAsync(Patience)).Length);
        Assert.NotEqual(before, (await cloud.Futures.WhoHasAsync([text]))[text.Key].Single());
        var again = await watched.Process.Output.WaitAsync("coming again", line => line.StartsWith("ready ", StringComparison.Ordinal) && !line.Contains(watched.Address, StringComparison.Ordinal), Patience);
        Assert.Equal(node, NodeIdOf(await first.MembersAsync(), again.Split(' ')[1]));
        Assert.NotEqual(process, await ProcessAsync(watched, except: process));
        Assert.Contains("was killed by signal 9; it is started again in 0.1 s", watched.Process.Errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, (await watched.LeaveAsync(Patience)).ExitCode);
    }

    [Fact]
    public async Task A_node_leaves_with_its_nanny_and_passes_its_exit_code_on()
    {
        var watched = _cluster.Add("watched", "seed", $"127.0.0.1:{FreePorts.Take(1)[0]}").AlsoWith("--nanny");
        watched.Start();
        var process = await ProcessAsync(watched);

        await watched.KillAsync();

        await Eventually.IsAsync("the node leaves", Patience, () => Task.FromResult(IsRunning(process)), runs => !runs);
        var wrong = await ActorsProcess.RunAsync(_cluster.Folder, Patience, "node", "--config", ActorsNode.Profile("worker"), "--set", "actors.futures.slots=-1", "--nanny");
        Assert.Equal(2, wrong.ExitCode);
        Assert.DoesNotContain("started again", wrong.Errors, StringComparison.Ordinal);
    }

    private static async Task<int> ProcessAsync(ActorsNode node, int except = 0)
    {
        var line = await node.Process.Errors.WaitAsync("starting the node", line => Runs().IsMatch(line) && !line.EndsWith($" {except}", StringComparison.Ordinal), Patience);
        return int.Parse(Runs().Match(line).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static async Task KillAsync(int process)
    {
        using var kill = Process.Start("kill", ["-KILL", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string NodeIdOf(IReadOnlyList<MemberView> members, string address) =>
        members.Single(member => member.Address == address).Roles.Single(role => role.StartsWith("node-", StringComparison.Ordinal));

    [GeneratedRegex("the node runs as process ([0-9]+)$")]
    private static partial Regex Runs();
}
