using Actors.Cluster;
using Actors.Storage;
using Akka.Actor;
using Akka.Configuration;
using Xunit;
using static Actors.Tests.Storage.Local.StoreSamples;
using static Actors.Tests.Storage.Nodes.StorageNodeTests;

namespace Actors.Tests.Storage.Nodes;

/// <summary>Storage nodes that find each other by cluster membership and speak over TCP, with real disks.</summary>
public sealed class StorageOverClusterTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private readonly List<ActorSystem> _systems = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_systems.Select(system => system.Terminate()));
        _data.Dispose();
    }

    [Fact]
    public async Task What_is_put_at_one_member_is_read_at_another_also_after_a_node_has_left()
    {
        var stores = await StartThreeAsync();
        var (small, large) = (ObjectId.New(IdSource.System), ObjectId.New(IdSource.System));

        Assert.Equal(2, (await stores[0].PutAsync(small, "small", new MemoryStream(Bytes(1, 1000)))).Copies);
        Assert.Equal(2, (await stores[1].PutAsync(large, "large", new MemoryStream(Bytes(2, 4_000_000)))).Copies);

        foreach (var store in stores)
        {
            Assert.Equal(Bytes(1, 1000), await ReadAsync(store, small));
            Assert.Equal(Bytes(2, 4_000_000), await ReadAsync(store, large));
        }

        await CoordinatedShutdown.Get(_systems[1]).Run(CoordinatedShutdown.ClrExitReason.Instance);
        Assert.Equal(Bytes(1, 1000), await ReadAsync(stores[2], small));
        Assert.Equal(Bytes(2, 4_000_000), await ReadAsync(stores[2], large));
        Assert.Equal(["large", "small"], (await stores[0].ListAsync(new ObjectQuery())).Select(info => info.Name).Order());
    }

    [Fact]
    public async Task Every_node_learns_of_every_other_and_makes_two_copies()
    {
        foreach (var store in await StartThreeAsync())
        {
            for (var i = 0; i < 20; i++)
                Assert.Equal(2, (await store.PutAsync(ObjectId.New(IdSource.System), "", new MemoryStream(Bytes(i, 10)))).Copies);
        }
    }

    [Fact]
    public async Task A_node_that_dies_without_a_word_costs_no_read_and_no_object()
    {
        var stores = await StartThreeAsync();
        var ids = Enumerable.Range(0, 30).Select(_ => ObjectId.New(IdSource.System)).ToList();
        foreach (var id in ids)
            await stores[0].PutAsync(id, "", new MemoryStream(Bytes(1, 1000)));

        await _systems[2].Terminate(); // without leaving: the others only see silence

        foreach (var id in ids)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await using var reader = await stores[0].OpenAsync(id, patience.Token);
            Assert.Equal(1000, reader.Info.Length);
            Assert.Equal(2, (await stores[1].PutAsync(ObjectId.New(IdSource.System), "", new MemoryStream(Bytes(2, 1000)))).Copies);
        }
    }

    [Fact]
    public async Task What_nobody_has_is_unavailable_after_a_member_was_declared_down_and_not_found_after_it_left()
    {
        var stores = await StartThreeAsync();

        await CoordinatedShutdown.Get(_systems[1]).Run(CoordinatedShutdown.ClrExitReason.Instance);
        await Eventually.HoldsAsync(async () => await UnknownAsync(stores[0]) is { Code: ErrorCodes.NotFound }, () => "a node that left in good order is missed");

        var address = Akka.Cluster.Cluster.Get(_systems[2]).SelfAddress;
        await _systems[2].Terminate();
        Akka.Cluster.Cluster.Get(_systems[0]).Down(address);
        await Eventually.HoldsAsync(
            async () => await UnknownAsync(stores[0]) is { Code: ErrorCodes.Unavailable } failure && failure.Message.Contains("was lost at"), () => "a node that was lost is not missed");
    }

    private static Task<ActorsException> UnknownAsync(ObjectStore store) => Assert.ThrowsAsync<ActorsException>(() => store.OpenAsync(ObjectId.New(IdSource.System)));

    private async Task<List<ObjectStore>> StartThreeAsync()
    {
        var first = Start("s1");
        var stores = new[] { first, Start("s2", first), Start("s3", first) }.Select(ObjectStore.Start).ToList();
        await Eventually.HoldsAsync(() => _systems.All(SeesThreeUp), () => "not all members are up");
        return stores;
    }

    private static bool SeesThreeUp(ActorSystem system) =>
        Akka.Cluster.Cluster.Get(system).State.Members.Count(member => member.Status == Akka.Cluster.MemberStatus.Up) == 3;

    private ActorSystem Start(string name, ActorSystem? seed = null)
    {
        var identity = NodeIdentity.Open(_data.Path, name, IdSource.System);
        var settings = $$"""
            akka {
              loglevel = ERROR, stdout-loglevel = ERROR
              actor.provider = cluster
              coordinated-shutdown.run-by-actor-system-terminate = off
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
              cluster { roles = ["storage", "{{identity.Role}}"] }
            }
            """;
        var system = ActorSystem.Create("actors", ConfigurationFactory.ParseString(settings).WithFallback(ReferenceConfig.Config));
        system.RegisterOnTermination(identity.Dispose);
        _systems.Add(system);
        StorageService.Start(system, identity);
        Akka.Cluster.Cluster.Get(system).Join(Akka.Cluster.Cluster.Get(seed ?? system).SelfAddress);
        return system;
    }
}
