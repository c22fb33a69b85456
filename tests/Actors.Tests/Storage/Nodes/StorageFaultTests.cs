using Actors.Storage;
using Actors.Tests.Storage.Local;
using Xunit;
using static Actors.Tests.Storage.Local.StoreSamples;
using static Actors.Tests.Storage.Nodes.StorageNodeTests;

namespace Actors.Tests.Storage.Nodes;

/// <summary>What storage nodes promise while one of them is gone, comes back, or has a bad disk.</summary>
public class StorageFaultTests
{
    private static readonly byte[] Small = Bytes(1, 1000);
    private static readonly byte[] Large = Bytes(2, 6_000_000);

    [Fact]
    public async Task No_read_fails_after_any_node_was_killed()
    {
        foreach (var killed in new[] { "n1", "n2", "n3" })
        {
            await using var cluster = new StorageCluster(3);
            var ids = Enumerable.Range(0, 20).Select(_ => ObjectId.New(IdSource.System)).ToList();
            foreach (var id in ids)
                await cluster.Store.PutAsync(id, "", new MemoryStream(id == ids[0] ? Large : Small));

            await cluster.KillAsync(killed);

            foreach (var id in ids)
                Assert.Equal(id == ids[0] ? Large : Small, await ReadAsync(cluster.Store, id));
        }
    }

    [Theory]
    [InlineData(true)] // the failure detector has noticed
    [InlineData(false)]
    public async Task A_put_while_an_owner_is_down_is_on_two_nodes_and_the_owner_gets_it_when_it_is_back(bool noticed)
    {
        await using var cluster = new StorageCluster(4);
        var ids = new[] { cluster.IdOwnedBy("n1", "n2"), cluster.IdOwnedBy("n2", "n1") };
        await cluster.KillAsync("n2");
        if (noticed)
            cluster.MarkUnreachable("n2");

        foreach (var id in ids)
            Assert.Equal(2, (await cluster.Store.PutAsync(id, "", new MemoryStream(Small))).Copies);
        // A stand-in that is slower than copy-patience gets company, and both may hold a copy until the owner is back.
        Assert.All(ids, id => Assert.InRange(cluster.Holders(id).Length, 2, 3));
        cluster.Restart("n2");

        foreach (var id in ids)
        {
            await Eventually.HoldsAsync(
                () => cluster.Holders(id).SequenceEqual(["n1", "n2"]), () => $"{id} is on {string.Join(", ", cluster.Holders(id))}");
            Assert.Equal(Small, cluster.Disk("n2").Store.ReadAll(id));
        }
    }

    [Fact]
    public async Task A_large_put_while_an_owner_is_down_is_on_two_nodes_and_the_owner_gets_it_when_it_is_back()
    {
        await using var cluster = new StorageCluster(3);
        var id = cluster.IdOwnedBy("n1", "n2");
        await cluster.KillAsync("n2");

        Assert.Equal(2, (await cluster.Store.PutAsync(id, "", new MemoryStream(Large))).Copies);
        Assert.Equal(["n1", "n3"], cluster.Holders(id));
        cluster.Restart("n2");

        await Eventually.HoldsAsync(() => cluster.Holders(id).SequenceEqual(["n1", "n2"]), () => string.Join(", ", cluster.Holders(id)));
        Assert.Equal(Large, cluster.Disk("n2").Store.ReadAll(id));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(500_000)]
    public async Task A_coordinator_that_has_not_heard_of_the_others_is_not_believed(int length)
    {
        await using var cluster = new StorageCluster(3);
        var id = cluster.IdOwnedBy("n1", "n2");
        cluster.Isolate("n1");

        var put = await cluster.Store.PutAsync(id, "", new MemoryStream(Bytes(1, length)));

        Assert.Equal(2, put.Copies);
        Assert.True(cluster.Holders(id).Length >= 2);
    }

    [Fact]
    public async Task A_put_is_unavailable_when_too_few_nodes_live()
    {
        await using var cluster = new StorageCluster(2, "actors.storage.put-timeout = 1s");
        await cluster.KillAsync("n2");
        cluster.MarkUnreachable("n2");

        await AssertFailsAsync(ErrorCodes.Unavailable, cluster.Store.PutAsync(ObjectId.New(IdSource.System), "", new MemoryStream(Small)));
        await AssertFailsAsync(ErrorCodes.Unavailable, cluster.Store.PutAsync(ObjectId.New(IdSource.System), "", new MemoryStream(Large)));
    }

    [Fact]
    public async Task Two_nodes_lost_at_once_are_reported_and_nothing_is_invented_until_one_is_back()
    {
        await using var cluster = new StorageCluster(4);
        var id = cluster.IdOwnedBy("n1", "n2");
        await cluster.Store.PutAsync(id, "", new MemoryStream(Small));
        await cluster.KillAsync("n1");
        await cluster.KillAsync("n2");

        await AssertFailsAsync(ErrorCodes.Unavailable, cluster.Store.OpenAsync(id));

        cluster.Restart("n2");
        Assert.Equal(Small, await ReadAsync(cluster.Store, id));
    }

    [Theory]
    [InlineData("n1")] // the coordinator
    [InlineData("n2")] // the one that it passes the bytes on to
    public async Task A_large_put_survives_a_node_that_is_killed_half_way(string killed)
    {
        await using var cluster = new StorageCluster(3);
        var id = cluster.IdOwnedBy("n1", "n2");
        using var content = new PausingStream(Large, pauseAt: 3_000_000);

        var put = cluster.Store.PutAsync(id, "", content);
        await content.Paused;
        await cluster.KillAsync(killed);
        content.Resume();

        Assert.Equal(2, (await put).Copies);
        Assert.Equal(Large, await ReadAsync(cluster.Store, id));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_read_again_fails_when_its_node_is_killed_half_way()
    {
        await using var cluster = new StorageCluster(3);
        var id = cluster.IdOwnedBy("n1", "n2");
        using var content = new PausingStream(Large, pauseAt: 3_000_000) { Seekable = false };

        var put = cluster.Store.PutAsync(id, "", content);
        await content.Paused;
        await cluster.KillAsync("n1");
        content.Resume();

        await AssertFailsAsync(ErrorCodes.Unavailable, put);
    }

    [Fact]
    public async Task A_stream_that_cannot_be_read_again_is_stored_elsewhere_when_its_node_was_dead_from_the_beginning()
    {
        // There is no second try once a byte has gone: a living node may be as slow as a busy machine makes it.
        await using var cluster = new StorageCluster(3, "actors.storage { attempt-timeout = 3s, put-timeout = 60s, transfer-timeout = 60s, link { peer-timeout = 3s, stall-timeout = 3s } }");
        var id = cluster.IdOwnedBy("n1", "n2");
        using var content = new PausingStream(Large, pauseAt: int.MaxValue) { Seekable = false };
        await cluster.KillAsync("n1");

        Assert.Equal(2, (await cluster.Store.PutAsync(id, "", content)).Copies);
        Assert.Equal(Large, await ReadAsync(cluster.Store, id));
    }

    [Fact]
    public async Task A_large_read_goes_on_at_another_node_when_its_node_is_killed_half_way()
    {
        await using var cluster = new StorageCluster(3);
        var id = cluster.IdOwnedBy("n1", "n2");
        await cluster.Store.PutAsync(id, "", new MemoryStream(Large));
        await using var reader = await cluster.Store.OpenAsync(id);
        var content = new byte[Large.Length];
        await reader.Content.ReadExactlyAsync(content.AsMemory(0, 1_000_000));

        await cluster.KillAsync("n1");
        await reader.Content.ReadExactlyAsync(content.AsMemory(1_000_000));

        Assert.Equal(Large, content);
        Assert.Equal(0, await reader.Content.ReadAsync(new byte[1]));
    }

    [Theory]
    [InlineData("n1")] // the coordinator
    [InlineData("n2")]
    public async Task A_large_put_gets_past_a_node_that_takes_all_of_it_and_then_hangs(string hung)
    {
        await using var cluster = new StorageCluster(3, "actors.storage.transfer-timeout = 2s");
        var id = cluster.IdOwnedBy("n1", "n2");
        var disk = (ModelStore)cluster.Disk(hung).Store;
        disk.Hang();

        var put = await cluster.Store.PutAsync(id, "", new MemoryStream(Large));
        var holders = cluster.Holders(id);
        disk.GoOn();

        Assert.Equal(2, put.Copies);
        Assert.Equal(new[] { "n1", "n2", "n3" }.Except([hung]), holders);
    }

    [Fact]
    public async Task A_large_read_goes_on_at_another_node_however_long_the_reader_paused()
    {
        await using var cluster = new StorageCluster(3, "actors.storage { put-timeout = 1s, get-timeout = 5s }");
        var id = cluster.IdOwnedBy("n1", "n2");
        await cluster.Store.PutAsync(id, "", new MemoryStream(Large));
        await using var reader = await cluster.Store.OpenAsync(id);
        var content = new byte[Large.Length];
        await reader.Content.ReadExactlyAsync(content.AsMemory(0, 1_000_000));

        var begun = cluster.System.Scheduler.MonotonicClock;
        await Eventually.HoldsAsync(() => cluster.System.Scheduler.MonotonicClock - begun > TimeSpan.FromSeconds(1.5), () => "the clock stands still");
        await cluster.KillAsync("n1");
        await reader.Content.ReadExactlyAsync(content.AsMemory(1_000_000));

        Assert.Equal(Large, content);
    }

    [Fact]
    public async Task A_damaged_copy_is_never_served_and_is_healed()
    {
        await using var cluster = new StorageCluster(3);
        var (small, large) = (cluster.IdOwnedBy("n1", "n2"), cluster.IdOwnedBy("n1", "n2"));
        await cluster.Store.PutAsync(small, "", new MemoryStream(Small));
        await cluster.Store.PutAsync(large, "", new MemoryStream(Large));
        cluster.Disk("n1").DamageInline(small);
        cluster.Disk("n1").DamageChunks();

        Assert.Equal(Small, await ReadAsync(cluster.Store, small));
        Assert.Equal(Large, await ReadAsync(cluster.Store, large));

        await Eventually.HoldsAsync(() => IsWhole(cluster, small, Small) && IsWhole(cluster, large, Large), () => "the copies on n1 are not healed");
    }

    [Fact]
    public async Task A_node_whose_disk_failed_serves_reads_and_others_take_its_writes()
    {
        await using var cluster = new StorageCluster(3);
        var before = cluster.IdOwnedBy("n1", "n2");
        await cluster.Store.PutAsync(before, "", new MemoryStream(Small));
        cluster.Disk("n1").FailNextSync();

        foreach (var content in new[] { Small, Large, Small })
        {
            var id = cluster.IdOwnedBy("n1", "n2");
            Assert.Equal(2, (await cluster.Store.PutAsync(id, "", new MemoryStream(content))).Copies);
            Assert.Equal(["n2", "n3"], cluster.Holders(id));
        }

        await cluster.KillAsync("n2");
        Assert.Equal(Small, await ReadAsync(cluster.Store, before));
    }

    [Fact]
    public async Task A_node_that_joins_gets_the_copies_it_owns_and_those_who_own_them_no_more_drop_theirs()
    {
        await using var cluster = new StorageCluster(3);
        var ids = Enumerable.Range(0, 100).Select(_ => ObjectId.New(IdSource.System)).ToList();
        foreach (var id in ids)
            await cluster.Store.PutAsync(id, "", new MemoryStream(Small));

        cluster.Add("n4");

        await Eventually.HoldsAsync(
            () => ids.All(id => cluster.Holders(id).SequenceEqual(cluster.Owners(id).Order())),
            () => $"{ids.Count(id => !cluster.Holders(id).SequenceEqual(cluster.Owners(id).Order()))} of {ids.Count} objects are not where they belong");
    }

    [Fact]
    public async Task The_ranges_of_a_node_that_is_gone_for_good_are_filled_again()
    {
        await using var cluster = new StorageCluster(4);
        var ids = Enumerable.Range(0, 50).Select(_ => ObjectId.New(IdSource.System)).ToList();
        foreach (var id in ids)
            await cluster.Store.PutAsync(id, "", new MemoryStream(Small));
        await cluster.KillAsync("n3");
        cluster.Remove("n3");

        await Eventually.HoldsAsync(
            () => ids.All(id => cluster.Holders(id).Except(["n3"]).SequenceEqual(cluster.Owners(id).Order())),
            () => "some objects have one copy still");
        Assert.All(ids, id => Assert.DoesNotContain("n3", cluster.Owners(id)));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(500_000)]
    public async Task What_was_put_at_a_lone_node_is_on_two_as_soon_as_there_are_two(int length)
    {
        await using var cluster = new StorageCluster(2, "actors.storage.reassign-after = 1h");
        await cluster.KillAsync("n2");
        cluster.Lose("n2");
        var ids = Enumerable.Range(0, 10).Select(_ => ObjectId.New(IdSource.System)).ToList();
        foreach (var id in ids)
            Assert.Equal(1, (await cluster.Store.PutAsync(id, "", new MemoryStream(Bytes(1, length)))).Copies);

        cluster.Restart("n2");
        await Eventually.HoldsAsync(() => ids.All(id => cluster.Holders(id).SequenceEqual(["n1", "n2"])), () => "some objects have one copy still");
        await Eventually.HoldsAsync(() => cluster.Disk("n1").Store.Hints(null, 100).Count == 0, () => "the marks stay");

        await cluster.KillAsync("n1");
        foreach (var id in ids)
            Assert.Equal(Bytes(1, length), await ReadAsync(cluster.Store, id));
    }

    [Fact]
    public async Task Nothing_is_called_not_found_while_a_lost_node_may_hold_it()
    {
        await using var cluster = new StorageCluster(2);
        var (known, unknown) = (ObjectId.New(IdSource.System), ObjectId.New(IdSource.System));
        await cluster.KillAsync("n1");
        cluster.Lose("n1");
        await cluster.Store.PutAsync(known, "", new MemoryStream(Small));
        await cluster.KillAsync("n2");
        cluster.Lose("n2");
        cluster.Restart("n1"); // it has not got its copy

        foreach (var id in new[] { known, unknown })
        {
            var failure = await Assert.ThrowsAsync<ActorsException>(() => cluster.Store.OpenAsync(id));
            Assert.Equal(ErrorCodes.Unavailable, failure.Code);
            Assert.Contains("node n2 was lost at ", failure.Message);
        }

        cluster.Restart("n2");
        Assert.Equal(Small, await ReadAsync(cluster.Store, known));
        await AssertFailsAsync(ErrorCodes.NotFound, cluster.Store.OpenAsync(unknown));
    }

    [Fact]
    public async Task A_lost_node_is_not_waited_for_for_ever()
    {
        await using var cluster = new StorageCluster(2, "actors.storage.lost-memory = 1ms");
        await cluster.KillAsync("n2");
        cluster.Lose("n2");

        var begun = cluster.System.Scheduler.MonotonicClock;
        await Eventually.HoldsAsync(() => cluster.System.Scheduler.MonotonicClock - begun > TimeSpan.FromMilliseconds(1), () => "the clock stands still");
        await AssertFailsAsync(ErrorCodes.NotFound, cluster.Store.OpenAsync(ObjectId.New(IdSource.System)));
    }

    private static bool IsWhole(StorageCluster cluster, ObjectId id, byte[] content)
    {
        try
        {
            return cluster.Disk("n1").Store.ReadAll(id).AsSpan().SequenceEqual(content);
        }
        catch (Actors.Storage.Internal.Local.DamagedCopyException)
        {
            return false;
        }
    }
}
