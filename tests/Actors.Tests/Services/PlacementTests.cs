using Actors.Services;
using Xunit;

namespace Actors.Tests.Services;

/// <summary>Calls that not every host may run.</summary>
[Collection(ServicesGroup.Name)]
public sealed class PlacementTests(ServicesFixture fixture)
{
    [Fact]
    public async Task Calls_go_to_the_hosts_and_labels_that_they_ask_for()
    {
        var (left, right) = (new WorkerPool(), new WorkerPool());
        await using var first = await fixture.Inside.Services.ServeAsync("placed", new Worker(left), new ServeOptions { Labels = ["left"] });
        await using var second = await fixture.Outside.Services.ServeAsync("placed", new Worker(right), new ServeOptions { Labels = ["right"] });

        foreach (var options in (CallOptions[])[new() { Labels = ["left"] }, new() { Hosts = [first.Host] }, new() { Hosts = [Address, "no other"], Labels = ["left"] }])
        {
            for (var i = 0; i < 5; i++)
                await fixture.Outside.Services.CallAsync<int>("placed", "who", [], options);
        }

        Assert.Equal((15, 0), (left.Calls.Count, right.Calls.Count));
        await fixture.Inside.Services.CallAsync<int>("placed", "who", [], new CallOptions { Labels = ["right"] });
        Assert.Equal((15, 1), (left.Calls.Count, right.Calls.Count));
    }

    private string Address => Akka.Cluster.Cluster.Get(fixture.Inside.ActorSystem).SelfAddress.ToString();
}
