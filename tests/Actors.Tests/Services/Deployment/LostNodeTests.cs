using Actors.Client;
using Actors.Configuration;
using Actors.Services;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class LostNodeTests : IAsyncLifetime
{
    private const string Hasty = """
        akka { loglevel = WARNING, remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }, coordinated-shutdown.run-by-actor-system-terminate = off }
        actors { deployments.broker.loss-patience = 1s, gateways.computecloud.port = 0 }
        """;

    private readonly TemporaryFolder _folder = new();
    private ComputeCloud _cloud = null!;
    private NodeHost _other = null!;

    public async Task InitializeAsync() => _cloud = await ComputeCloud.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2, Settings = ConfigurationFactory.ParseString(Hasty) });

    public async Task DisposeAsync()
    {
        if (!_other.Ended.IsCompleted)
            await _other.DisposeAsync();
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_ran_on_a_lost_node_is_started_elsewhere()
    {
        _other = await JoinAsync("worker", "special");
        await _cloud.Services.DeployAsync("spread", TestService.Version("1", instances: 3));
        var view = await _cloud.Services.WaitForDeploymentAsync("spread");
        Assert.Equal(3, view.Instances.Select(instance => instance.Node).Distinct().Count());
        await _cloud.Services.DeployAsync("bound", TestService.Version("1") with { Labels = ["special"] });
        Assert.Equal(_other.Address.ToString(), Assert.Single((await _cloud.Services.WaitForDeploymentAsync("bound")).Instances).Node);

        await _other.System.Terminate();

        await Eventually.HoldsAsync(
            async () =>
            {
                view = await _cloud.Services.ShowDeploymentAsync("spread");
                return view.IsSettled && view.Instances.All(instance => instance.Node != _other.Address.ToString());
            },
            () => $"{view}");
        Assert.Equal(14, await _cloud.Services.CallAsync<int>("spread", "add", 6, 8));
        await Eventually.HoldsAsync(
            async () => (await _cloud.Services.ShowDeploymentAsync("bound")).Problem == "waits for a node with the roles worker, special, and none is up", () => "nobody misses it");
    }

    [Fact]
    public async Task Another_broker_takes_over_when_the_home_of_a_service_leaves()
    {
        _other = await JoinAsync("broker", "worker");
        var name = "";
        for (var i = 0; ; i++)
        {
            name = $"moving-{i}";
            if ((await _cloud.Services.DeployAsync(name, TestService.Version("1", instances: 3))).Broker == _other.Address.ToString())
                break;
        }

        await _cloud.Services.WaitForDeploymentAsync(name);

        await _other.DisposeAsync();

        DeploymentView view = null!;
        await Eventually.HoldsAsync(
            async () =>
            {
                view = await _cloud.Services.ShowDeploymentAsync(name);
                return view.IsSettled && view.Broker != _other.Address.ToString() && view.Instances.All(instance => instance.Node != _other.Address.ToString());
            },
            () => $"{view}");
        await _cloud.Services.ScaleAsync(name, 1);
        Assert.Single((await _cloud.Services.WaitForDeploymentAsync(name)).Instances);
        Assert.Equal(14, await _cloud.Services.CallAsync<int>(name, "add", 6, 8));
    }

    private Task<NodeHost> JoinAsync(params string[] roles)
    {
        var own = ConfigurationFactory.ParseString($"akka.cluster.roles = [{string.Join(", ", roles)}], actors.data-dir = \"{_folder.Path}\"");
        var first = Akka.Cluster.Cluster.Get(_cloud.ActorSystem).SelfAddress;
        return NodeHost.StartAsync(NodePlan.From(own.WithFallback(ConfigurationFactory.ParseString(Hasty))), new NodeHostOptions { Join = _ => first }, CancellationToken.None);
    }
}
