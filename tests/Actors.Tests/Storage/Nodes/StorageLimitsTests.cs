using Actors.Storage;
using Actors.Tests.Storage.Local;
using Xunit;
using static Actors.Tests.Storage.Local.StoreSamples;
using static Actors.Tests.Storage.Nodes.StorageNodeTests;

namespace Actors.Tests.Storage.Nodes;

/// <summary>Full disks, transfers that are given up, and too many of them at a time.</summary>
public class StorageLimitsTests
{
    private static readonly byte[] Large = Bytes(2, 6_000_000);

    [Theory]
    [InlineData(1000)]
    [InlineData(6_000_000)]
    public async Task A_node_without_room_is_passed_over_and_takes_puts_again_when_it_has_some(int length)
    {
        await using var cluster = new StorageCluster(3);
        var (during, after) = (cluster.IdOwnedBy("n1", "n2"), cluster.IdOwnedBy("n1", "n2"));

        cluster.Disk("n1").Fill(true);
        Assert.Equal(2, (await cluster.Store.PutAsync(during, "", new MemoryStream(Bytes(1, length)))).Copies);
        Assert.Equal(["n2", "n3"], cluster.Holders(during));

        cluster.Disk("n1").Fill(false);
        Assert.Equal(2, (await cluster.Store.PutAsync(after, "", new MemoryStream(Bytes(2, length)))).Copies);
        Assert.Equal(["n1", "n2"], cluster.Holders(after));
        Assert.Equal(Bytes(1, length), await ReadAsync(cluster.Store, during));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(6_000_000)]
    public async Task Without_room_anywhere_a_put_says_so_and_what_is_stored_is_served(int length)
    {
        await using var cluster = new StorageCluster(3, "actors.storage.put-timeout = 500ms");
        var before = ObjectId.New(IdSource.System);
        await cluster.Store.PutAsync(before, "", new MemoryStream(Large));
        foreach (var node in cluster.Names)
            cluster.Disk(node).Fill(true);

        var failure = await Assert.ThrowsAsync<ActorsException>(() => cluster.Store.PutAsync(ObjectId.New(IdSource.System), "", new MemoryStream(new byte[length])));

        Assert.Equal(ErrorCodes.Unavailable, failure.Code);
        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Large, await ReadAsync(cluster.Store, before));
    }

    [Fact]
    public async Task A_put_that_is_cancelled_half_way_leaves_nothing()
    {
        await using var cluster = new StorageCluster(3);
        using var cancellation = new CancellationTokenSource();
        using var content = new PausingStream(Large, pauseAt: 3_000_000);
        var id = ObjectId.New(IdSource.System);

        var put = cluster.Store.PutAsync(id, "", content, cancellation.Token);
        await content.Paused;
        await cancellation.CancelAsync();
        content.Resume();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => put);
        await Eventually.HoldsAsync(
            () => cluster.Names.All(node => cluster.Disk(node).Store.Usage.LiveBytes == 0),
            () => string.Join(", ", cluster.Names.Select(node => $"{node}: {cluster.Disk(node).Store.Usage}")));
        Assert.Empty(cluster.Holders(id));
    }

    [Fact]
    public async Task A_client_that_vanishes_half_way_leaves_nothing()
    {
        await using var cluster = new StorageCluster(3);
        using var content = new PausingStream(Large, pauseAt: 3_000_000);

        var put = cluster.Store.PutAsync(ObjectId.New(IdSource.System), "", content);
        await content.Paused;
        await cluster.StopClientAsync();
        content.Resume();

        await AssertFailsAsync(ErrorCodes.Unavailable, put);
        await Eventually.HoldsAsync(
            () => cluster.Names.All(node => cluster.Disk(node).Store.Usage.LiveBytes == 0),
            () => string.Join(", ", cluster.Names.Select(node => $"{node}: {cluster.Disk(node).Store.Usage}")));
    }

    [Fact]
    public async Task Beyond_the_number_of_transfers_a_put_is_refused_with_the_setting_that_says_so_and_works_when_one_has_ended()
    {
        await using var cluster = new StorageCluster(1, "actors.storage { max-transfers = 1, put-timeout = 500ms }");
        using var content = new PausingStream(Large, pauseAt: 3_000_000);
        var first = cluster.Store.PutAsync(ObjectId.New(IdSource.System), "", content);
        await content.Paused;

        var failure = await Assert.ThrowsAsync<ActorsException>(() => cluster.Store.PutAsync(ObjectId.New(IdSource.System), "", new MemoryStream(Large)));
        content.Resume();

        Assert.Equal(ErrorCodes.Unavailable, failure.Code);
        Assert.Contains("actors.storage.max-transfers", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await first).Copies);
        Assert.Equal(1, (await cluster.Store.PutAsync(ObjectId.New(IdSource.System), "", new MemoryStream(Large))).Copies);
    }

    [Fact]
    public async Task Nodes_that_are_full_of_uploads_take_each_others_copies()
    {
        await using var cluster = new StorageCluster(2, "actors.storage.max-transfers = 1");
        using var one = new PausingStream(Large, pauseAt: 3_000_000);
        using var two = new PausingStream(Large, pauseAt: 3_000_000);
        var puts = new[] { cluster.Store.PutAsync(cluster.IdOwnedBy("n1", "n2"), "", one), cluster.Store.PutAsync(cluster.IdOwnedBy("n2", "n1"), "", two) };
        await Task.WhenAll(one.Paused, two.Paused);
        one.Resume();
        two.Resume();

        Assert.All(await Task.WhenAll(puts), put => Assert.Equal(2, put.Copies));
    }

    [Fact]
    public async Task Beyond_the_number_of_small_puts_one_is_refused_with_the_setting_that_says_so()
    {
        await using var cluster = new StorageCluster(1, "actors.storage { max-puts = 1, put-timeout = 500ms }");
        var disk = (ModelStore)cluster.Disk("n1").Store;
        disk.Hang();
        var first = cluster.Store.PutAsync(ObjectId.New(IdSource.System), "", new MemoryStream([1]));

        var failure = await Assert.ThrowsAsync<ActorsException>(() => cluster.Store.PutAsync(ObjectId.New(IdSource.System), "", new MemoryStream([2])));

        Assert.Contains("actors.storage.max-puts", failure.Message, StringComparison.Ordinal);
        await AssertFailsAsync(ErrorCodes.Unavailable, first);
        disk.GoOn();
        await Eventually.HoldsAsync(() => cluster.Disk("n1").Store.Usage.Objects == 1, () => "the first put is not stored");
        Assert.Equal(1, (await cluster.Store.PutAsync(ObjectId.New(IdSource.System), "", new MemoryStream([3]))).Copies);
    }
}
