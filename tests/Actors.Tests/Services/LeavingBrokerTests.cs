using Actors.Client;
using Actors.Configuration;
using Actors.Services;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Services;

public sealed class LeavingBrokerTests : IAsyncLifetime
{
    private const string Own = """
        akka { loglevel = WARNING, cluster.roles = [broker], remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }
        """;

    private readonly TemporaryFolder _folder = new();
    private ComputeCloud _cloud = null!;
    private NodeHost _broker = null!;

    public async Task InitializeAsync()
    {
        _cloud = await ComputeCloud.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 1 });
        var first = Akka.Cluster.Cluster.Get(_cloud.ActorSystem).SelfAddress;
        var config = ConfigurationFactory.ParseString(Own).WithFallback(ConfigurationFactory.ParseString($"actors.data-dir = \"{_folder.Path}\""));
        _broker = await NodeHost.StartAsync(NodePlan.From(config), new NodeHostOptions { Join = _ => first }, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_a_broker_keeps_is_with_another_one_when_it_has_left()
    {
        var services = _cloud.Services;
        var name = await ServiceOfAsync(_broker.Address.ToString());
        var calculator = new Calculator();
        await using var server = await services.ServeAsync(name, calculator);
        var ended = await services.SubmitAsync(name, "Add", [6, 8]);
        Assert.Equal(14, await ended.ResultAsync<int>().WaitAsync(Limits.Patience));
        var running = await services.SubmitAsync(name, "WaitForGate", []);
        await calculator.HasBegun.Task.WaitAsync(Limits.Patience);
        var waiting = await services.SubmitAsync(name, "Add", [1, 2]);

        await _broker.DisposeAsync();

        Assert.Equal(14, await ended.ResultNowAsync<int>());
        Assert.Equal((SubmittedState.NotReady, SubmittedState.NotReady), (await running.StateAsync(), await waiting.StateAsync()));
        calculator.Gate.SetResult();
        Assert.Null(await running.ResultAsync<object>().WaitAsync(Limits.Patience));
        Assert.Equal(3, await waiting.ResultAsync<int>().WaitAsync(Limits.Patience));
    }

    /// <summary>A name whose broker is there.</summary>
    private async Task<string> ServiceOfAsync(string address)
    {
        for (var i = 0; ; i++)
        {
            await using var server = await _cloud.Services.ServeAsync($"moving-{i}", new Calculator());
            if ((await _cloud.Services.FindAsync($"moving-{i}"))?.Broker == address)
                return $"moving-{i}";
        }
    }
}
