using Actors.Client;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class GrowingTests : IAsyncLifetime
{
    private const string Hasty = "actors.deployments.broker { check-every = 100ms, grow-after = 300ms, shrink-after = 500ms, rest = 300ms }";

    private ComputeCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await ComputeCloud.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 1, Settings = ConfigurationFactory.ParseString(Hasty) });

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    [Fact]
    public async Task Instances_grow_with_the_queue_and_shrink_when_it_is_gone()
    {
        await _cloud.Services.DeployAsync("elastic", TestService.Version("1") with { MaxInstances = 4 });
        Assert.Equal(1, (await _cloud.Services.WaitForDeploymentAsync("elastic")).WantedInstances);

        var calls = Enumerable.Range(0, 40).Select(_ => _cloud.Services.CallAsync<string>("elastic", "wait", 300)).ToList();

        var view = await _cloud.Services.ShowDeploymentAsync("elastic");
        await Eventually.HoldsAsync(async () => (view = await _cloud.Services.ShowDeploymentAsync("elastic")) is { WantedInstances: 4, IsSettled: true }, () => $"{view}");
        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal("1", answer));
        await Eventually.HoldsAsync(async () => (view = await _cloud.Services.ShowDeploymentAsync("elastic")) is { WantedInstances: 1, IsSettled: true }, () => $"{view}");
        Assert.Equal("1", await _cloud.Services.CallAsync<string>("elastic", "version"));
    }
}
