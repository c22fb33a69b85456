using Actors.Client;
using Actors.Cluster.Tests.Processes;
using Actors.Services;
using Xunit;
using Xunit.Abstractions;

namespace Actors.Cluster.Tests.Storm;

/// <summary>What is deployed outlives SIGKILL of its worker, and of all nodes at once.</summary>
[Collection(BusyCollection.Name)]
public sealed class DeployedServicesTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Callers = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClusterFolder _cluster = new();
    private ActorsNode _seed = null!;
    private ActorsNode _first = null!;
    private ActorsNode _second = null!;

    public async Task InitializeAsync()
    {
        var seed = $"127.0.0.1:{FreePorts.Take(1)[0]}";
        _seed = _cluster.Add("seed", "seed", seed, $"akka.remote.dot-netty.tcp.port={seed.Split(':')[1]}", "akka.cluster.roles=[broker]", "actors.deployments.broker.loss-patience=1s");
        _first = _cluster.Add("first", "worker", seed, "akka.cluster.roles=[worker, storage]");
        _second = _cluster.Add("second", "worker", seed, "akka.cluster.roles=[worker, storage]");
        await StartAllAsync();
    }

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Killed_workers_are_replaced_without_a_lost_call_and_a_killed_cluster_serves_again_when_it_is_started()
    {
        await using (var cloud = await ComputeCloud.ConnectAsync(_seed.Contact))
        {
            await cloud.Services.DeployAsync("lasting", Deployment());
            var view = await cloud.Services.WaitForDeploymentAsync("lasting");
            Assert.Equal(new[] { _first.Address, _second.Address }.Order(), view.Instances.Select(instance => instance.Node).Order());

            await KillSecondAsync(cloud);
        }

        // The document and the package have been in the store all along.
        await Task.WhenAll(_seed.KillAsync(), _first.KillAsync());
        await StartAllAsync();
        await using (var cloud = await ComputeCloud.ConnectAsync(_seed.Contact))
        {
            var view = await SettledAsync(cloud, "it serves again", view => view.Instances.Select(instance => instance.Node).Distinct().Count() == 2);
            Assert.Equal((2, "7"), (view.Instances.Count, view.Version));
            Assert.Equal(-7, await cloud.Services.CallAsync<int>("lasting", "Again", -7));
        }
    }

    private async Task KillSecondAsync(ComputeCloud cloud)
    {
        using var enough = new CancellationTokenSource();
        var answered = 0;
        var callers = Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (var number = caller; !enough.IsCancellationRequested; number += Callers)
            {
                Assert.Equal(number, await cloud.Services.CallAsync<int>("lasting", "Again", [number], new CallOptions { Timeout = Patience }));
                Interlocked.Increment(ref answered);
                await Task.Delay(1); // there are always some under way, and a core is left for the nodes
            }
        }).ToList();
        await Eventually.IsAsync("calls are answered", Patience, () => Task.FromResult(answered), count => count >= 100);

        await _second.KillAsync();

        await SettledAsync(cloud, "all is on the other worker", view => view.Instances.All(instance => instance.Node == _first.Address));
        var then = answered;
        await Eventually.IsAsync("calls go on", Patience, () => Task.FromResult(answered), count => count >= then + 100);
        await enough.CancelAsync();
        await Task.WhenAll(callers); // none has failed
        output.WriteLine($"{answered} calls, {then} of them before all instances were there again");
    }

    private static Task<DeploymentView> SettledAsync(ComputeCloud cloud, string phase, Func<DeploymentView, bool> wanted) => Eventually.IsAsync(
        phase, Patience, () => cloud.Services.ShowDeploymentAsync("lasting"), view => view is { IsSettled: true, Instances.Count: 2 } && wanted(view));

    /// <summary>These tests' assembly by itself: all else that the class needs is the worker's.</summary>
    private NewDeployment Deployment()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_cluster.Folder, "package")).FullName;
        var from = typeof(StormService).Assembly.Location;
        var file = Path.Combine(folder, Path.GetFileName(from));
        File.Copy(from, file);
        return new NewDeployment { Path = file, Type = typeof(StormService).FullName!, Version = "7", Arguments = [_cluster.Folder], Instances = 2, Concurrency = 4 };
    }

    private async Task StartAllAsync()
    {
        foreach (var node in _cluster.Nodes)
        {
            node.Start();
            if (node == _seed) await node.ReadyAsync(); // first: who finds no seed waits before it asks again
        }

        await Task.WhenAll(_first.ReadyAsync(), _second.ReadyAsync());
    }
}
