using Actors.Client;
using Actors.Services;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Services.Deployment;

/// <summary>Classes whose constructors, or whose ends, never return.</summary>
public sealed class NeverStartingTests : IAsyncLifetime
{
    private ComputeCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await ComputeCloud.StartEmbeddedAsync(new EmbeddedOptions
    {
        Nodes = 1,
        Settings = ConfigurationFactory.ParseString($$"""
            actors.deployments {
              worker { start-timeout = 1s, max-stuck-starts = 1, program = [dotnet, "{{ProcessTests.Program}}"] }
              broker.first-retry = 1m # nothing is tried twice here
            }
            actors.services.host.leave-timeout = 100ms
            """),
    });

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    [Fact]
    public async Task In_the_nodes_process_it_fails_in_time_and_keeps_its_thread_until_it_ends()
    {
        using var gate = new ManualResetEventSlim();
        AppContext.SetData("Counter", gate);

        Assert.Contains("the constructor of Actors.TestService.Counter has not ended within 1 s (actors.deployments.worker.start-timeout)", await FailureOfAsync("never"), StringComparison.Ordinal);
        Assert.Contains("1 constructors on this node have never ended", await FailureOfAsync("1"), StringComparison.Ordinal);

        gate.Set();
        await Eventually.HoldsAsync(async () => await FailureOfAsync("1") is "", () => "it still counts");
        Assert.Equal("1", await _cloud.Services.CallAsync<string>("stuck", "version"));
    }

    [Fact]
    public async Task What_does_not_let_go_is_waited_for_only_so_long()
    {
        using var gate = new ManualResetEventSlim();
        AppContext.SetData("Counter", gate);
        Assert.Equal("", await FailureOfAsync("stays"));

        await _cloud.Services.UndeployAsync("stuck");
        Assert.Empty((await _cloud.Services.WaitForDeploymentAsync("stuck")).Instances);

        gate.Set();
    }

    [Fact]
    public async Task A_process_is_killed()
    {
        Assert.Contains("the process does not serve after 1 s (actors.deployments.worker.start-timeout)", await FailureOfAsync("never", Isolation.Process), StringComparison.Ordinal);

        if (OperatingSystem.IsLinux())
            Assert.DoesNotContain(Directory.GetFiles("/proc", "cmdline", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }), IsOurs);
    }

    private static bool IsOurs(string file)
    {
        try
        {
            var words = File.ReadAllText(file).Split('\0');
            return words.Contains("serve") && words.Contains("stuck");
        }
        catch (IOException)
        {
            return false; // it has ended
        }
    }

    private async Task<string> FailureOfAsync(string version, Isolation isolation = Isolation.Context)
    {
        await _cloud.Services.DeployAsync("stuck", TestService.Version(version) with { Isolation = isolation });
        return (await Record.ExceptionAsync(() => _cloud.Services.WaitForDeploymentAsync("stuck")))?.Message ?? "";
    }
}
