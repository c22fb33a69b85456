using Actors.Client;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Services;

/// <summary>One embedded cluster of two nodes for all tests of services that do not harm it, and a program outside of it.</summary>
public sealed class ServicesFixture : IAsyncLifetime
{
    public ComputeCloud Inside { get; private set; } = null!;

    public ComputeCloud Outside { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // On a loaded machine a host may need longer than 20 ms to begin; that another one takes the call over then would change whose turn it is.
        Inside = await ComputeCloud.StartEmbeddedAsync(new EmbeddedOptions
        {
            Settings = ConfigurationFactory.ParseString("actors.services.broker { host-patience = 1s, take-over-after = 10s }, actors.services.host.stream-patience = 4s, actors.futures.check-every = 1s"),
        });
        var address = Akka.Cluster.Cluster.Get(Inside.ActorSystem).SelfAddress;
        Outside = await ComputeCloud.ConnectAsync($"127.0.0.1:{address.Port}");
    }

    public async Task DisposeAsync()
    {
        await Outside.DisposeAsync();
        await Inside.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class ServicesGroup : ICollectionFixture<ServicesFixture>
{
    public const string Name = "services";
}
