using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Services.Deployment;

[Collection(ServicesGroup.Name)]
public sealed class ReplacingTests(ServicesFixture fixture)
{
    private static readonly NewDeployment Broken = TestService.Version("broken") with { Arguments = ["broken", "no database"] };

    private ServicesClient Outside => fixture.Outside.Services;

    [Fact]
    public async Task A_new_version_replaces_the_one_before_without_a_failed_call()
    {
        const string Name = "rolling";
        await Outside.DeployAsync(Name, TestService.Version("1", instances: 2) with { Concurrency = 4 });
        await Outside.WaitForDeploymentAsync(Name);
        using var enough = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(_ => CallAsync(Name, enough.Token)).ToList();

        foreach (var version in (string[])["2", "3", "4"])
        {
            await Outside.DeployAsync(Name, TestService.Version(version, instances: 2) with { Concurrency = 4 });
            await Outside.WaitForDeploymentAsync(Name);
            Assert.Equal(version, await Outside.CallAsync<string>(Name, "version")); // and no other any more
        }

        await enough.CancelAsync();
        var answers = (await Task.WhenAll(callers)).SelectMany(seen => seen).ToHashSet();
        Assert.Subset(new HashSet<string> { "1", "2", "3", "4" }, answers); // all were answered; on a busy machine not by each
        await Outside.UndeployAsync(Name);
    }

    [Theory]
    [InlineData("constructor", "the constructor of Counter threw InvalidOperationException: no database")]
    [InlineData("dependency", "'Base, Version=1.2.3.0")]
    [InlineData("arguments", "new Counter")]
    public async Task A_version_that_does_not_come_up_says_why_and_leaves_the_one_before_serving(string what, string why)
    {
        var name = $"bad-{what}";
        await Outside.DeployAsync(name, TestService.Version("1"));
        await Outside.WaitForDeploymentAsync(name);
        using var folder = new TemporaryFolder();
        var shop = EmittedAssembly.WriteTwo(folder.Path);
        File.Delete(Path.Combine(folder.Path, "Base.dll"));
        var good = TestService.Version("2");

        await Outside.DeployAsync(name, what switch
        {
            "constructor" => good with { Arguments = ["2", "no database"] },
            "dependency" => good with { Path = shop, Type = "Shop.Prices", Arguments = [] },
            _ => good with { Arguments = [1, 2, 3] },
        });
        var failure = await Assert.ThrowsAsync<ActorsException>(() => Outside.WaitForDeploymentAsync(name));

        Assert.Equal(ErrorCodes.Failed, failure.Code);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, (await Outside.ListDeploymentsAsync()).Single(view => view.Service == name).Problem, StringComparison.Ordinal);
        Assert.Equal("1", await Outside.CallAsync<string>(name, "version"));

        await Outside.DeployAsync(name, TestService.Version("3"));
        await Outside.WaitForDeploymentAsync(name);
        Assert.Equal("3", await Outside.CallAsync<string>(name, "version"));
        await Outside.UndeployAsync(name);
    }

    [Fact]
    public async Task A_version_that_is_waited_for_and_does_not_come_up_is_taken_back()
    {
        const string Name = "taken-back";
        await Outside.DeployAndWaitAsync(Name, TestService.Version("1", instances: 2));

        var failure = await Assert.ThrowsAsync<ActorsException>(() => Outside.DeployAndWaitAsync(Name, Broken));

        Assert.Contains("no database; it is taken back, and taken-back 1 goes on as before", failure.Message, StringComparison.Ordinal);
        var view = await Outside.WaitForDeploymentAsync(Name);
        Assert.Equal(("1", 2, 2), (view.Version, view.WantedInstances, view.Instances.Count));
        await Outside.UndeployAsync(Name);
        await Outside.ScaleAsync(Name, 1);
        Assert.Equal("1", (await Outside.WaitForDeploymentAsync(Name)).Version);
        await Outside.UndeployAsync(Name);
    }

    [Fact]
    public async Task What_has_never_come_up_is_not_brought_back()
    {
        const string Name = "never-up";
        Assert.Contains("nothing is deployed under that name", (await Assert.ThrowsAsync<ActorsException>(() => Outside.DeployAndWaitAsync(Name, Broken))).Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<ActorsException>(() => Outside.ScaleAsync(Name, 1))).Code);

        await Outside.DeployAndWaitAsync(Name, TestService.Version("2"));
        await Outside.DeployAsync(Name, Broken);
        await Assert.ThrowsAsync<ActorsException>(() => Outside.WaitForDeploymentAsync(Name));
        await Outside.UndeployAsync(Name); // nobody has taken it back
        await Outside.ScaleAsync(Name, 1);

        Assert.Equal("2", (await Outside.WaitForDeploymentAsync(Name)).Version);
        await Outside.UndeployAsync(Name);
    }

    [Theory]
    [InlineData("type", "has no class 'Actors.TestService.Countr'; did you mean 'Actors.TestService.Counter'?")]
    [InlineData("assembly", "is no assembly of .NET")]
    [InlineData("path", "there is no file or folder")]
    [InlineData("empty", "has no assembly")]
    public async Task What_cannot_serve_is_refused_before_it_travels(string what, string why)
    {
        using var folder = new TemporaryFolder();
        if (what == "assembly")
            File.WriteAllText(Path.Combine(folder.Path, "X.dll"), "this is no assembly");
        var good = TestService.Version("1");

        var failure = await Assert.ThrowsAsync<ActorsException>(() => Outside.DeployAsync("refused", what switch
        {
            "type" => good with { Type = "Actors.TestService.Countr" },
            "path" => good with { Path = Path.Combine(folder.Path, "missing.dll") },
            _ => good with { Path = folder.Path },
        }));

        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_undeployed_is_unloaded()
    {
        const string Name = "unloaded";
        var context = await DeployAndUndeployAsync(Name);

        await Eventually.HoldsAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !context.IsAlive;
            },
            () => "its load context is still there");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> DeployAndUndeployAsync(string name)
    {
        await Outside.DeployAsync(name, TestService.Version("1") with { IsPool = true, Concurrency = 2 });
        await Outside.WaitForDeploymentAsync(name);
        GC.Collect(); // whatever serves is not to be unloaded
        GC.WaitForPendingFinalizers();
        Assert.Equal(14, await Outside.CallAsync<int>(name, "add", 6, 8));
        Assert.Equal("1", await fixture.Inside.Services.CallAsync<string>(name, "wait", 1));
        var its = await Outside.CallAsync<string>(name, "context");
        var context = new WeakReference(AssemblyLoadContext.All.Single(context => context.ToString() == its));
        await Outside.UndeployAsync(name);
        await Outside.WaitForDeploymentAsync(name);
        return context;
    }

    private async Task<HashSet<string>> CallAsync(string name, CancellationToken enough)
    {
        var answers = new HashSet<string>();
        while (!enough.IsCancellationRequested)
            answers.Add(await Outside.CallAsync<string>(name, "wait", 3));
        return answers;
    }
}
