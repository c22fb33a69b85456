using System.Threading.Channels;
using Actors.Storage;
using Actors.Tests.Storage.Local;
using Akka.Actor;
using Akka.Event;
using Google.Protobuf;
using Xunit;
using static Actors.Tests.Storage.Local.StoreSamples;

namespace Actors.Tests.Storage.Nodes;

public class StorageNodeTests
{
    private static readonly ObjectId Id = ObjectId.New(IdSource.System);

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(5_000_000)]
    public async Task What_was_put_is_on_two_nodes_and_reads_back(int length)
    {
        await using var cluster = new StorageCluster(3);
        var content = Bytes(length, length);

        var put = await cluster.Store.PutAsync(Id, "name", new MemoryStream(content));

        Assert.Equal(new PutResult(Id, length, Digest.Of(content), Copies: 2, Replicas: 2), put);
        Assert.Equal(cluster.Owners(Id).Order(), cluster.Holders(Id));
        Assert.All(cluster.Holders(Id), node => Assert.Equal(content, cluster.Disk(node).Store.ReadAll(Id)));
        Assert.Equal(content, await ReadAsync(cluster.Store, Id));
    }

    [Fact]
    public async Task A_window_of_one_message_carries_large_objects_too()
    {
        await using var cluster = new StorageCluster(3, "actors.storage.link.window = 1");
        var content = Bytes(1, 700_001);

        await cluster.Store.PutAsync(Id, "", new MemoryStream(content));

        Assert.Equal(content, await ReadAsync(cluster.Store, Id));
    }

    [Fact]
    public async Task Objects_on_real_disks_are_there_after_all_nodes_were_started_again()
    {
        await using var cluster = new StorageCluster(3, harness: () => new SqliteHarness());
        var large = ObjectId.New(IdSource.System);
        await cluster.Store.PutAsync(Id, "small", new MemoryStream(Bytes(1, 100)));
        await cluster.Store.PutAsync(large, "large", new MemoryStream(Bytes(2, 3_000_000)));

        foreach (var node in cluster.Names.ToList())
            await cluster.KillAsync(node);
        foreach (var node in cluster.Names.ToList())
            cluster.Restart(node);

        Assert.Equal(Bytes(1, 100), await ReadAsync(cluster.Store, Id));
        Assert.Equal(Bytes(2, 3_000_000), await ReadAsync(cluster.Store, large));
    }

    [Fact]
    public async Task A_lone_storage_node_says_that_it_is_under_replicated()
    {
        await using var cluster = new StorageCluster(1);
        Assert.True((await cluster.Store.PutAsync(Id, "", new MemoryStream([1]))).UnderReplicated);
    }

    [Fact]
    public async Task The_same_put_again_is_the_same_put_and_another_content_is_refused()
    {
        await using var cluster = new StorageCluster(3);
        var first = await cluster.Store.PutAsync(Id, "", new MemoryStream(Bytes(1, 100)));

        Assert.Equal(first, await cluster.Store.PutAsync(Id, "", new MemoryStream(Bytes(1, 100))));
        await AssertFailsAsync(ErrorCodes.Invalid, cluster.Store.PutAsync(Id, "", new MemoryStream(Bytes(2, 100))));
        await AssertFailsAsync(ErrorCodes.Invalid, cluster.Store.PutAsync(Id, "", new MemoryStream(Bytes(2, 100_000))));
        Assert.Equal(Bytes(1, 100), await ReadAsync(cluster.Store, Id));
    }

    [Fact]
    public async Task An_output_is_incomplete_until_it_is_bound_and_then_reads_as_its_target()
    {
        await using var cluster = new StorageCluster(3);
        var target = ObjectId.New(IdSource.System);
        await cluster.Store.DeclareAsync(Id, "result");
        Assert.Equal(ObjectState.Incomplete, (await cluster.Store.StatAsync(Id)).State);
        await AssertFailsAsync(ErrorCodes.Incomplete, cluster.Store.OpenAsync(Id));

        await cluster.Store.PutAsync(target, "made", new MemoryStream(Bytes(1, 200_000)));
        await cluster.Store.BindAsync(Id, target);

        Assert.Equal(Bytes(1, 200_000), await ReadAsync(cluster.Store, Id));
        Assert.Equal(new ObjectInfo(Id, "result", ObjectState.Present, 200_000, Digest.Of(Bytes(1, 200_000)), target), await cluster.Store.StatAsync(Id));
    }

    [Fact]
    public async Task An_output_is_bound_once()
    {
        await using var cluster = new StorageCluster(3);
        var (one, two) = (ObjectId.New(IdSource.System), ObjectId.New(IdSource.System));
        await cluster.Store.PutAsync(one, "", new MemoryStream([1]));
        await cluster.Store.PutAsync(two, "", new MemoryStream([2]));
        await cluster.Store.BindAsync(Id, one);

        await cluster.Store.BindAsync(Id, one);
        await AssertFailsAsync(ErrorCodes.Invalid, cluster.Store.BindAsync(Id, two));
        await AssertFailsAsync(ErrorCodes.NotFound, cluster.Store.BindAsync(Id, ObjectId.New(IdSource.System)));
    }

    [Fact]
    public async Task Not_found_is_the_word_of_all_nodes()
    {
        await using var cluster = new StorageCluster(3);
        await AssertFailsAsync(ErrorCodes.NotFound, cluster.Store.OpenAsync(Id));

        await cluster.KillAsync("n2");
        await AssertFailsAsync(ErrorCodes.Unavailable, cluster.Store.OpenAsync(Id));
    }

    [Fact]
    public async Task A_list_has_every_object_once_in_order_by_pages_and_by_name()
    {
        await using var cluster = new StorageCluster(4);
        var ids = Enumerable.Range(0, 30).Select(_ => ObjectId.New(IdSource.System)).Order().ToList();
        foreach (var id in ids)
            await cluster.Store.PutAsync(id, id == ids[7] ? "seven" : "other", new MemoryStream(Bytes(1, 10)));

        Assert.Equal(ids, (await cluster.Store.ListAsync(new ObjectQuery())).Select(info => info.Id));
        Assert.Equal(ids.Skip(5).Take(10), (await cluster.Store.ListAsync(new ObjectQuery(After: ids[4], Limit: 10))).Select(info => info.Id));
        Assert.Equal([ids[7]], (await cluster.Store.ListAsync(new ObjectQuery("seven"))).Select(info => info.Id));

        await cluster.KillAsync("n1");
        Assert.Equal(ids, (await cluster.Store.ListAsync(new ObjectQuery())).Select(info => info.Id));
    }

    [Fact]
    public async Task A_name_or_an_object_beyond_its_limit_is_refused()
    {
        await using var cluster = new StorageCluster(3, "actors.storage.max-object-size = 1 MiB");
        await AssertFailsAsync(ErrorCodes.Invalid, cluster.Store.PutAsync(Id, new string('x', 1025), new MemoryStream([1])));
        await AssertFailsAsync(ErrorCodes.Invalid, cluster.Store.PutAsync(Id, "", new MemoryStream(new byte[2_000_000])));
    }

    [Fact]
    public async Task Without_storage_nodes_everything_is_unavailable()
    {
        await using var cluster = new StorageCluster(0, "actors.storage { put-timeout = 300ms, get-timeout = 300ms }");
        await AssertFailsAsync(ErrorCodes.Unavailable, cluster.Store.PutAsync(Id, "", new MemoryStream([1])));
        await AssertFailsAsync(ErrorCodes.Unavailable, cluster.Store.PutAsync(Id, "", new MemoryStream(new byte[100_000])));
        await AssertFailsAsync(ErrorCodes.Unavailable, cluster.Store.OpenAsync(Id));
        await AssertFailsAsync(ErrorCodes.Unavailable, cluster.Store.ListAsync(new ObjectQuery()));
    }

    [Fact]
    public async Task A_reader_that_stops_half_way_lets_the_transfer_go()
    {
        await using var cluster = new StorageCluster(3, "actors.storage.max-transfers = 1");
        await cluster.Store.PutAsync(Id, "", new MemoryStream(Bytes(1, 5_000_000)));
        for (var i = 0; i < 5; i++)
        {
            await using var reader = await cluster.Store.OpenAsync(Id);
            Assert.Equal(100, await reader.Content.ReadAtLeastAsync(new byte[100], 100));
        }

        Assert.Equal(Bytes(1, 5_000_000), await ReadAsync(cluster.Store, Id));
    }

    [Fact]
    public async Task Malformed_requests_are_refused_and_cost_nobody_anything()
    {
        await using var cluster = new StorageCluster(3, "akka.loglevel = ERROR, akka.loggers = []");
        var bad = ByteString.CopyFromUtf8("no id");
        var strange = new ObjectRecord { Id = Id.ToWire(), State = (ObjectState)3 };
        object[] malformed =
        [
            new PutObject { Request = 1 }, new CopyObject { Request = 2 }, new PutObject { Request = 3, Record = strange }, new GetObject { Id = bad }, new ListObjects { After = bad },
            new OfferCopies { Records = { new ObjectRecord { Id = bad } } }, new OfferCopies { Records = { strange } }, new CopiesWanted { Ids = { bad } }, new SettleObject { Id = bad },
            new OpenUpload { Request = 4, Id = bad }, new OpenCopy { Id = bad }, new OpenDownload { Id = bad }, new RequestRepair { Id = bad },
        ];
        var refusals = Channel.CreateUnbounded<StorageRefused>();
        var errors = Channel.CreateUnbounded<Error>();
        var client = cluster.System.ActorOf(Props.Create(() => new Writing<StorageRefused>(refusals.Writer)));
        cluster.System.EventStream.Subscribe(cluster.System.ActorOf(Props.Create(() => new Writing<Error>(errors.Writer))), typeof(Error));

        foreach (var message in malformed)
            cluster.Node("n1").Tell(message, client);

        for (var i = 1; i <= 4; i++)
            Assert.Equal(ErrorCodes.Invalid, (await refusals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20))).Code);
        await cluster.Store.PutAsync(Id, "", new MemoryStream([1]));
        Assert.False(errors.Reader.TryRead(out var error), $"an actor failed: {error}");
    }

    internal static async Task<byte[]> ReadAsync(IObjectStore store, ObjectId id)
    {
        await using var reader = await store.OpenAsync(id);
        using var all = new MemoryStream();
        await reader.Content.CopyToAsync(all);
        return all.ToArray();
    }

    internal static async Task AssertFailsAsync(string code, Task task)
    {
        var failure = await Assert.ThrowsAsync<ActorsException>(() => task);
        Assert.True(failure.Code == code, $"expected {code}, found {failure.Code}: {failure.Message}");
    }

    private sealed class Writing<T> : ReceiveActor
    {
        public Writing(ChannelWriter<T> writer) => Receive<T>(message => writer.TryWrite(message));
    }
}
