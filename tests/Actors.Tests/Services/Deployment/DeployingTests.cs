using Actors.Services;
using Actors.Storage;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Deployment;

[Collection(ServicesGroup.Name)]
public sealed class DeployingTests(ServicesFixture fixture)
{
    private ServicesClient Outside => fixture.Outside.Services;

    [Fact]
    public async Task A_pushed_class_is_served_by_the_worker_nodes_until_it_is_undeployed()
    {
        const string Name = "pushed";
        await Outside.DeployAsync(Name, TestService.Version("1.2.3", instances: 2));

        var view = await Outside.WaitForDeploymentAsync(Name);

        Assert.Equal((2, "1.2.3", ""), (view.WantedInstances, view.Version, view.Problem));
        Assert.Equal(2, view.Instances.Select(instance => instance.Node).Distinct().Count());
        Assert.All(view.Instances, instance => Assert.Equal(InstanceState.InstanceServing, instance.State));
        Assert.Equal(14, await Outside.CallAsync<int>(Name, "add", 6, 8));
        Assert.Equal("1.2.3", await Outside.CallAsync<string>(Name, "version"));
        var hosts = (await Outside.ListAsync()).Single(service => service.Service == Name).Hosts;
        Assert.Equal(view.Instances.Select(instance => instance.Host).Order(), hosts.Select(host => host.Host).Order());
        Assert.Contains(await Outside.ListDeploymentsAsync(), deployment => deployment.Service == Name);

        await Outside.UndeployAsync(Name);
        await Outside.WaitForDeploymentAsync(Name);

        await Eventually.HoldsAsync(async () => (await Outside.ListAsync()).All(service => service.Service != Name || service.Hosts.Count == 0), () => "it is still served");
        Assert.DoesNotContain(await Outside.ListDeploymentsAsync(), deployment => deployment.Service == Name);
    }

    [Fact]
    public async Task It_is_scaled_up_and_down_and_comes_back_after_it_was_undeployed()
    {
        const string Name = "scaled";
        await Outside.DeployAsync(Name, TestService.Version("1"));
        await Outside.WaitForDeploymentAsync(Name);

        foreach (var instances in (int[])[5, 2, 0, 1])
        {
            _ = instances == 0 ? await Outside.UndeployAsync(Name) : await Outside.ScaleAsync(Name, instances);
            Assert.Equal(instances, (await Outside.WaitForDeploymentAsync(Name)).Instances.Count);
        }

        Assert.Equal("1", await Outside.CallAsync<string>(Name, "version"));
    }

    [Fact]
    public async Task The_same_package_is_stored_once_whatever_it_is_deployed_as()
    {
        var packages = new HashSet<ObjectId>();
        foreach (var (name, version) in ((string, string)[])[("twin-a", "1"), ("twin-a", "2"), ("twin-b", "1")])
            packages.Add(await PackageOfAsync(await Outside.DeployAsync(name, TestService.Version(version))));

        Assert.Single(packages);
        Assert.Equal("1", await CallOnceServedAsync("twin-b"));
        await Outside.UndeployAsync("twin-a");
        await Outside.UndeployAsync("twin-b");
    }

    [Fact]
    public async Task Who_waits_for_what_it_wanted_is_not_told_of_an_older_wish()
    {
        const string Name = "seen-late";
        await Outside.DeployAsync(Name, TestService.Version("1"));
        var former = await Outside.WaitForDeploymentAsync(Name);

        // As another home would, while this one still goes by what it has read before.
        var document = await DocumentAsync(former);
        (document.MinInstances, document.MaxInstances) = (2, 2);
        var later = new ObjectId(ObjectId.FromWire(former.Document).Value + 1);
        await Outside.Store!.PutAsync(later, "deployment/" + Name, new MemoryStream(document.ToByteArray()), CancellationToken.None);
        Outside.Written.Note(new DeploymentView { Service = Name, Document = later.ToWire() });

        Assert.Equal(2, (await Outside.WaitForDeploymentAsync(Name)).Instances.Count);
        await Outside.UndeployAsync(Name);
    }

    [Fact]
    public async Task A_call_waits_for_instances_that_are_wanted_until_its_own_deadline()
    {
        const string Name = "expected";
        await Outside.DeployAsync(Name, TestService.Version("1") with { Labels = ["gold"] });
        await Eventually.HoldsAsync(async () => (await Outside.ShowDeploymentAsync(Name)).Problem.Length > 0, () => "a node seems to have the label");

        // More than the broker's patience with a service that nobody serves, 1 s here.
        var call = new CallOptions { Timeout = TimeSpan.FromSeconds(2) };
        Assert.Equal(ErrorCodes.Timeout, (await Assert.ThrowsAsync<ActorsException>(() => Outside.CallAsync<string>(Name, "version", call))).Code);

        await Outside.UndeployAsync(Name);
        call = call with { Timeout = TimeSpan.FromMinutes(1) };
        Assert.Equal(ErrorCodes.NoSuchService, (await Assert.ThrowsAsync<ActorsException>(() => Outside.CallAsync<string>(Name, "version", call))).Code);
    }

    private async Task<string> CallOnceServedAsync(string name)
    {
        await Outside.WaitForDeploymentAsync(name);
        return await Outside.CallAsync<string>(name, "version");
    }

    private async Task<ObjectId> PackageOfAsync(DeploymentView view) => ObjectId.FromWire((await DocumentAsync(view)).Spec.Package);

    private async Task<DeploymentDocument> DocumentAsync(DeploymentView view)
    {
        await using var content = await Outside.Store!.OpenAsync(ObjectId.FromWire(view.Document), CancellationToken.None);
        return DeploymentDocument.Parser.ParseFrom(content);
    }
}
