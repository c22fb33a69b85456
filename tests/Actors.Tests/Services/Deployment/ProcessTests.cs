using System.Diagnostics;
using Actors.Client;
using Actors.Services;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class ProcessTests : IAsyncLifetime
{
    private static readonly string Program = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(TestService.Folder))!, "Actors.Cli", Path.GetFileName(TestService.Folder), "Actors.Cli.dll");

    private ComputeCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await ComputeCloud.StartEmbeddedAsync(new EmbeddedOptions
    {
        Nodes = 1,
        Settings = ConfigurationFactory.ParseString($"actors.deployments.worker.program = [dotnet, \"{Program}\"]"),
    });

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    [Fact]
    public async Task An_instance_in_a_process_of_its_own_is_started_again_when_it_dies_and_ends_with_its_deployment()
    {
        var services = _cloud.Services;
        await services.DeployAsync("own", TestService.Version("a version") with { Isolation = Isolation.Process });
        await services.WaitForDeploymentAsync("own");
        Assert.Equal("a version", await services.CallAsync<string>("own", "version"));
        var first = await services.CallAsync<int>("own", "process");
        Assert.NotEqual(Environment.ProcessId, first);

        await Assert.ThrowsAsync<ActorsException>(() => services.CallAsync<int>("own", "die"));

        DeploymentView view = null!;
        await Eventually.HoldsAsync(async () => (view = await services.ShowDeploymentAsync("own")) is { IsSettled: true, Instances: [{ Restarts: 1 }] }, () => $"{view}");
        var second = await services.CallAsync<int>("own", "process");
        Assert.NotEqual(first, second);
        await services.UndeployAsync("own");
        await services.WaitForDeploymentAsync("own");
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(second));
    }

    [Fact]
    public async Task A_process_that_does_not_come_up_says_why()
    {
        await _cloud.Services.DeployAsync("broken", TestService.Version("1") with { Isolation = Isolation.Process, Arguments = ["1", "no database"] });

        var failure = await Assert.ThrowsAsync<ActorsException>(() => _cloud.Services.WaitForDeploymentAsync("broken"));

        Assert.Contains("no database", failure.Message, StringComparison.Ordinal);
    }
}
