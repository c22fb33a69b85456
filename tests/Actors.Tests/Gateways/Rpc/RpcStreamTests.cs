using Actors.Services;
using Xunit;

namespace Actors.Tests.Gateways.JsonRpc;

public sealed class RpcStreamTests
{
    [Fact]
    public async Task A_stream_arrives_item_by_item_and_in_order()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { StreamWindowBytes = 1000 });

        var items = new List<int>();
        await foreach (var item in client.StreamAsync<int>("count", 10_000)) items.Add(item);

        Assert.Equal(Enumerable.Range(1, 10_000), items);
    }

    [Fact]
    public async Task A_client_that_does_not_read_stops_the_method_and_not_the_other_calls()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, new SocketServerOptions { Concurrency = 1, DrainTimeout = TimeSpan.Zero });
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { StreamWindowBytes = 1000, MaxConnections = 1 });
        var stream = client.StreamAsync<int>("count", int.MaxValue).GetAsyncEnumerator();
        Assert.True(await stream.MoveNextAsync());

        // A place for one call: that others are answered shows that the method waits and has given it up.
        for (var i = 0; i < 100; i++) Assert.Equal(i + 1, await client.CallAsync<int>("add", i, 1));
        var produced = math.Produced;
        for (var i = 0; i < 100; i++) Assert.Equal(i + 1, await client.CallAsync<int>("add", i, 1));

        Assert.InRange(produced, 1, 30); // a frame of an item has more than 50 bytes
        Assert.Equal(produced, math.Produced);
        await stream.DisposeAsync();
        await Eventually.HoldsAsync(() => math.StreamEnded, () => "the method runs on");
    }

    [Fact]
    public async Task To_stop_reading_ends_the_method()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString());

        await foreach (var item in client.StreamAsync<int>("count", int.MaxValue))
        {
            if (item == 5) break;
        }

        await Eventually.HoldsAsync(() => math.StreamEnded, () => "the method runs on");
        Assert.Equal(14, await client.CallAsync<int>("add", 6, 8));
    }

    [Fact]
    public async Task To_cancel_the_reading_ends_the_method()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString());
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in client.StreamAsync<int>("count", int.MaxValue).WithCancellation(cancel.Token))
            {
                if (item == 5) await cancel.CancelAsync();
            }
        });

        await Eventually.HoldsAsync(() => math.StreamEnded, () => "the method runs on");
    }

    [Fact]
    public async Task What_a_stream_throws_comes_after_its_items()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString());
        var items = new List<int>();

        var failure = await Assert.ThrowsAsync<RemoteException>(async () =>
        {
            await foreach (var item in client.StreamAsync<int>("countAndFail", 3)) items.Add(item);
        });

        Assert.Equal([1, 2, 3], items);
        Assert.Equal("no more", failure.Message);
    }

    [Fact]
    public async Task An_empty_stream_ends_at_once()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString());

        await foreach (var item in client.StreamAsync<int>("count", 0)) Assert.Fail($"an item: {item}");
    }

    [Fact]
    public async Task A_stream_whose_server_stops_is_ended_with_a_reason()
    {
        var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { DrainTimeout = TimeSpan.Zero });
        await using var client = Rpc.Connect(server.EndPoint.ToString());
        var stream = client.StreamAsync<int>("count", int.MaxValue).GetAsyncEnumerator();
        await stream.MoveNextAsync();
        var stopping = server.StopAsync();

        var failure = await Assert.ThrowsAsync<ActorsException>(async () =>
        {
            while (await stream.MoveNextAsync())
            {
            }
        });

        Assert.Contains(failure.Code, new[] { ErrorCodes.Cancelled, ErrorCodes.Lost });
        await stopping;
    }

    [Fact]
    public async Task A_client_that_knows_nothing_of_streams_gets_an_array()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);

        var reply = await peer.AskAsync(SocketServerTests.Request(1, "count", "[3]"));

        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":[1,2,3]}""", reply.GetRawText());
    }

    [Fact]
    public async Task An_endless_stream_as_an_array_is_too_large_and_ends_the_method()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, new SocketServerOptions { MaxFrameBytes = 4096 });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);

        Assert.Equal(-32003, SocketServerTests.CodeOf(await peer.AskAsync(SocketServerTests.Request(1, "count", "[2000000000]"))));
        await Eventually.HoldsAsync(() => math.StreamEnded, () => "the method runs on");
    }

    [Fact]
    public async Task A_client_that_takes_nothing_for_too_long_loses_its_stream()
    {
        var time = new ManualTime();
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, new SocketServerOptions { Time = time, StreamPatience = TimeSpan.FromMinutes(1) });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SendAsync("""{"jsonrpc":"2.0","method":"rpc.streams","params":{"window":1}}""");
        await peer.SendAsync(SocketServerTests.Request(1, "count", "[100]"));

        Assert.Equal("rpc.stream", (await peer.ReceiveJsonAsync()).GetProperty("method").GetString());
        Assert.Equal("""{"id":1,"item":1}""", (await peer.ReceiveJsonAsync()).GetProperty("params").GetRawText());
        var end = peer.ReceiveJsonAsync();
        await Eventually.HoldsAsync(() => Step(time, end), () => "still waiting");

        Assert.Equal(-32001, SocketServerTests.CodeOf(await end));
        await Eventually.HoldsAsync(() => math.StreamEnded, () => "the method runs on");
        static bool Step(ManualTime time, Task end)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return end.IsCompleted;
        }
    }

    [Fact]
    public async Task Credit_lets_as_many_items_through_as_it_pays_for()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SendAsync("""{"jsonrpc":"2.0","method":"rpc.streams","params":{"window":1}}""");
        await peer.SendAsync(SocketServerTests.Request(1, "count", "[3]"));
        await peer.ReceiveJsonAsync();

        var items = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            items.Add(await peer.ReceiveAsync());
            await peer.SendAsync($$$"""{"jsonrpc":"2.0","method":"rpc.more","params":{"id":1,"bytes":{{{items[^1]!.Length}}}}}""");
        }

        Assert.Equal(Enumerable.Range(1, 3).Select(n => $$$"""{"jsonrpc":"2.0","method":"rpc.item","params":{"id":1,"item":{{{n}}}}}"""), items);
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":null}""", await peer.ReceiveAsync());
    }
}
