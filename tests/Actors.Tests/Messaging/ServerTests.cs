using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Actors.Messaging;
using Xunit;

namespace Actors.Tests.Messaging;

public class ServerTests
{
    public sealed record Order(string Item, int Count, Order? Then = null);

    [JsonDerivedType(typeof(Ask), "ask")]
    [JsonDerivedType(typeof(Answer), "answer")]
    public abstract record Talk;

    public sealed record Ask(string What) : Talk;

    public sealed record Answer(int Number) : Talk;

    [Fact]
    public async Task An_envelope_arrives_with_its_id_and_the_pid_of_its_sender()
    {
        await using var cluster = await Cluster<string>.StartAsync(3);
        await cluster[1].Outbox.WriteAsync(new(2, 1729, "Hi there!"));

        Assert.Equal(new Envelope<string>(1, 1729, "Hi there!"), await cluster.ReadAsync(2));
        Assert.False(cluster[3].Inbox.TryRead(out _));
    }

    [Fact]
    public async Task A_broadcast_reaches_all_but_the_sender()
    {
        await using var cluster = await Cluster<string>.StartAsync(3);
        await cluster[2].SendAsync(Envelope.ToAll("to all", 7));

        Assert.Equal(new Envelope<string>(2, 7, "to all"), await cluster.ReadAsync(1));
        Assert.Equal(new Envelope<string>(2, 7, "to all"), await cluster.ReadAsync(3));
        Assert.False(cluster[2].Inbox.TryRead(out _));
    }

    [Fact]
    public async Task What_many_write_at_once_arrives_in_the_order_of_each_pair()
    {
        const int Each = 500;
        await using var cluster = await Cluster<string>.StartAsync(3);
        var writers = new[] { 1, 2 }.Select(pid => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                // By both ways in, and to one and to all.
                if (i % 50 == 0)
                    await cluster[pid].SendAsync(new(3, i, $"{i}"));
                else
                    await cluster[pid].Outbox.WriteAsync(new(i % 3 == 0 ? Envelope.Broadcast : 3, i, $"{i}"));
            }
        })).ToList();
        var others = new[] { 1, 2 }.Select(pid => Task.Run(() => cluster.ReadAsync(pid, Enumerable.Range(0, Each).Count(i => i % 3 == 0 && i % 50 != 0)))).ToList();

        var received = new List<Envelope<string>>();
        while (received.Count < 2 * Each)
            received.Add(await cluster.ReadAsync(3));
        await Task.WhenAll(writers);

        foreach (var pid in new[] { 1, 2 })
            Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{i}"), received.Where(one => one.Pid == pid).Select(one => one.Message));
        foreach (var messages in await Task.WhenAll(others))
            Assert.Equal(messages.OrderBy(int.Parse), messages);
    }

    [Fact]
    public async Task Records_bytes_and_json_travel_as_what_they_are()
    {
        await using var orders = await Cluster<Order>.StartAsync(2);
        var order = new Order("tea", 2, new Order("cup", 1));
        await orders[1].SendAsync(Envelope.To(2, order));
        Assert.Equal(order, (await orders.ReadAsync(2)).Message);

        await using var talk = await Cluster<Talk>.StartAsync(2);
        await talk[1].SendAsync(new(2, 1, new Ask("6 x 7")));
        Assert.Equal(new Ask("6 x 7"), (await talk.ReadAsync(2)).Message);
        await talk[2].SendAsync(new(1, 1, new Answer(42)));
        Assert.Equal(new Answer(42), (await talk.ReadAsync(1)).Message);

        await using var bytes = await Cluster<byte[]>.StartAsync(2);
        await bytes[1].SendAsync(Envelope.To(2, new byte[] { 0, 255, 1 }));
        await bytes[1].SendAsync(Envelope.To(2, Array.Empty<byte>()));
        Assert.Equal([0, 255, 1], (await bytes.ReadAsync(2)).Message);
        Assert.Empty((await bytes.ReadAsync(2)).Message);

        await using var json = await Cluster<JsonElement>.StartAsync(2);
        await json[1].SendAsync(Envelope.To(2, JsonSerializer.SerializeToElement(new { a = new object[] { 1, "x" } })));
        Assert.Equal("""{"a":[1,"x"]}""", (await json.ReadAsync(2)).Message.GetRawText());
    }

    [Fact]
    public async Task Large_messages_arrive_whole_and_too_large_ones_are_refused_where_they_are_written()
    {
        await using var cluster = await Cluster<byte[]>.StartAsync(2);
        foreach (var length in new[] { 65_503, 65_504, 65_505, 65_536, 131_009, 1 << 20 })
        {
            var message = new byte[length];
            new Random(length).NextBytes(message);
            await cluster[1].Outbox.WriteAsync(Envelope.To(2, message));
            Assert.Equal(message, (await cluster.ReadAsync(2)).Message);
        }

        var failure = await Assert.ThrowsAsync<ActorsException>(async () => await cluster[1].Outbox.WriteAsync(Envelope.To(2, new byte[(1 << 20) + 1])));
        Assert.Equal(ErrorCodes.TooLarge, failure.Code);
    }

    [Fact]
    public async Task A_target_that_the_config_does_not_have_is_an_error_where_it_is_written()
    {
        await using var cluster = await Cluster<string>.StartAsync(2);
        var failures = new[]
        {
            await Assert.ThrowsAsync<ActorsException>(async () => await cluster[1].Outbox.WriteAsync(Envelope.To(9, "?"))),
            Assert.Throws<ActorsException>(() => cluster[1].Outbox.TryWrite(Envelope.To(9, "?"))),
            await Assert.ThrowsAsync<ActorsException>(() => cluster[1].SendAsync(Envelope.To(1, "to myself"))),
            Assert.Throws<ActorsException>(() => cluster[1].Partition(2, 9)),
        };

        Assert.All(failures, failure => Assert.Equal(ErrorCodes.NotFound, failure.Code));
        Assert.Equal("Target pid missing in the config file: 9 is not in the config.", failures[0].Message);
    }

    [Fact]
    public async Task What_cannot_be_written_or_read_fails_and_the_next_one_arrives()
    {
        await using var cluster = await Cluster<string>.StartAsync(2);
        var unwritable = await Assert.ThrowsAsync<ActorsException>(() => cluster[1].SendAsync(Envelope.To(2, "\ud800")));
        Assert.Equal(ErrorCodes.Unserializable, unwritable.Code);

        // Somebody whose messages are of another type, at the address of pid 1.
        await cluster[1].StopAsync();
        await using var stranger = Server.Start<int>(1, cluster.Config);
        var unreadable = await Assert.ThrowsAsync<ActorsException>(() => stranger.SendAsync(Envelope.To(2, 42)));
        Assert.Equal(ErrorCodes.Invalid, unreadable.Code);
        Assert.Equal(1, cluster[2].Statistics.Dropped);
        await stranger.StopAsync();

        await cluster[1].StartAsync();
        await cluster[1].SendAsync(Envelope.To(2, "text"));
        Assert.Equal("text", (await cluster.ReadAsync(2)).Message);
    }

    [Fact]
    public async Task A_message_that_is_larger_than_the_receiver_allows_fails_and_the_next_one_arrives()
    {
        await using var cluster = await Cluster<byte[]>.StartAsync(2);
        await cluster[1].StopAsync();
        await using var generous = Server.Start<byte[]>(1, cluster.Config, new ServerSettings { MaxMessageBytes = 8 << 20, QueueBytes = 32 << 20 });

        var failure = await Assert.ThrowsAsync<ActorsException>(() => generous.SendAsync(Envelope.To(2, new byte[8 << 20])));
        Assert.Equal(ErrorCodes.TooLarge, failure.Code);
        await generous.SendAsync(Envelope.To(2, new byte[1]));
        Assert.Single((await cluster.ReadAsync(2)).Message);
    }

    [Fact]
    public async Task Whoever_sends_learns_that_it_was_delivered_or_that_it_was_not_in_time()
    {
        await using var cluster = await Cluster<string>.StartAsync(3);
        await cluster[1].SendAsync(Envelope.ToAll("both are up"));
        Assert.True(cluster[2].Inbox.TryRead(out _));
        Assert.True(cluster[3].Inbox.TryRead(out _));

        await cluster[3].StopAsync();
        var failure = await Assert.ThrowsAsync<ActorsException>(() => cluster[1].SendAsync(Envelope.ToAll("one is down"), TimeSpan.FromMilliseconds(100)));
        Assert.Equal(ErrorCodes.Timeout, failure.Code);
        Assert.StartsWith("no confirmation from pid 3 within 0.1 s", failure.Message);

        using var cancel = new CancellationTokenSource();
        var waiting = cluster[1].SendAsync(Envelope.To(3, "nobody waits"), cancel: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        var stopped = cluster[1].SendAsync(Envelope.To(3, "the sender stops"));
        await cluster[1].StopAsync();
        Assert.Equal(ErrorCodes.Unavailable, (await Assert.ThrowsAsync<ActorsException>(() => stopped)).Code);
        Assert.Equal(ErrorCodes.Unavailable, (await Assert.ThrowsAsync<ActorsException>(() => cluster[1].SendAsync(Envelope.To(2, "x")))).Code);
    }

    [Fact]
    public async Task What_is_written_before_a_start_goes_out_with_it_and_what_is_written_before_a_stop_still_arrives()
    {
        await using var cluster = await Cluster<string>.StartAsync(2, new ServerSettings { Linger = TimeSpan.FromSeconds(20) });
        await cluster[1].StopAsync();
        await cluster[1].Outbox.WriteAsync(Envelope.To(2, "before the start"));
        await cluster[1].StartAsync();
        Assert.Equal("before the start", (await cluster.ReadAsync(2)).Message);

        for (var i = 0; i < 10; i++)
            await cluster[1].Outbox.WriteAsync(Envelope.To(2, $"{i}"));
        await cluster[1].StopAsync();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), await cluster.ReadAsync(2, 10));
        Assert.Equal((11, 11, 0), (cluster[1].Statistics.Sent, cluster[1].Statistics.Delivered, cluster[1].Statistics.Dropped));
    }

    [Fact]
    public async Task A_server_that_is_disposed_of_ends_its_inbox_and_takes_nothing_more()
    {
        var server = new Server(1, Ports.ConfigOf(1, 2));
        await server.StartAsync();
        var reading = server.Inbox.ReadAllAsync().ToBlockingEnumerable().GetEnumerator();
        await server.DisposeAsync();

        Assert.False(reading.MoveNext());
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await server.Outbox.WriteAsync(Envelope.To(2, "late")));
        Assert.Throws<ObjectDisposedException>(server.Start);
    }
}
