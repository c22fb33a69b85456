using Actors.Services;
using Xunit;

namespace Actors.Tests.Gateways.JsonRpc;

public sealed class SocketServerTests
{
    [Fact]
    public async Task Requests_of_one_connection_run_at_the_same_time_and_are_answered_as_they_end()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, MathCloud.AtOnce);
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);

        await peer.SendAsync(Request(1, "wait", "[1]"));
        await peer.SendAsync(Request(2, "block", "[2]"));
        var first = await peer.AskAsync(Request(3, "add", "[1,2]"));
        math.Gate.SetResult();
        var rest = new[] { await peer.ReceiveJsonAsync(), await peer.ReceiveJsonAsync() };

        Assert.Equal(3, first.GetProperty("id").GetInt32());
        Assert.Equal([1, 2], rest.Select(reply => reply.GetProperty("id").GetInt32()).Order());
    }

    [Fact]
    public async Task Requests_beyond_the_limit_of_a_connection_are_refused_and_later_ones_served()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, MathCloud.AtOnce with { MaxRequestsPerConnection = 2 });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SendAsync(Request(1, "wait", "[1]"));
        await peer.SendAsync(Request(2, "wait", "[2]"));

        Assert.Equal(-32004, CodeOf(await peer.AskAsync(Request(3, "add", "[1,2]"))));
        var batch = await peer.AskAsync($"[{Request(4, "add", "[1,2]")},{Request(5, "add", "[1,2]")}]");
        Assert.Equal([(4, -32004), (5, -32004)], batch.EnumerateArray().Select(reply => (reply.GetProperty("id").GetInt32(), CodeOf(reply))));

        math.Gate.SetResult();
        await peer.ReceiveJsonAsync();
        await peer.ReceiveJsonAsync();
        await Eventually.HoldsAsync(async () => (await peer.AskAsync(Request(6, "add", "[1,2]"))).TryGetProperty("result", out _), () => "still refused");
    }

    [Theory]
    [InlineData(null, 1)] // an object that need not be made for several threads
    [InlineData(2, 2)]
    public async Task Calls_beyond_what_the_object_can_do_with_wait_their_turn(int? concurrency, int most)
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, concurrency is { } given ? new SocketServerOptions { Concurrency = given } : null);
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);

        for (var i = 0; i < 10; i++) await peer.SendAsync(Request(i, "wait", $"[{i}]"));
        await Eventually.HoldsAsync(() => math.Running == most, () => $"{math.Running} running");
        math.Gate.SetResult();
        var ids = new List<int>();
        for (var i = 0; i < 10; i++) ids.Add((await peer.ReceiveJsonAsync()).GetProperty("id").GetInt32());

        Assert.Equal(Enumerable.Range(0, 10), ids.Order());
        Assert.Equal(most, math.MostRunning);
    }

    [Fact]
    public async Task Notifications_beyond_the_limit_wait_and_none_is_lost()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, new SocketServerOptions { MaxRequestsPerConnection = 2 });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);

        for (var i = 0; i < 1000; i++) await peer.SendAsync("""{"jsonrpc":"2.0","method":"note","params":["x"]}""");

        await Eventually.HoldsAsync(() => math.Notes == 1000, () => $"{math.Notes} notes");
    }

    [Fact]
    public async Task A_request_whose_id_is_in_use_is_refused()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, MathCloud.AtOnce);
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SendAsync(Request(1, "wait", "[1]"));

        Assert.Equal(-32600, CodeOf(await peer.AskAsync(Request(1, "add", "[1,2]"))));
        math.Gate.SetResult();
        Assert.Equal(1, (await peer.ReceiveJsonAsync()).GetProperty("result").GetInt32());
        Assert.Equal(3, (await peer.AskAsync(Request(1, "add", "[1,2]"))).GetProperty("result").GetInt32());
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("block")] // which does not heed its token: its caller is answered all the same
    public async Task Cancel_ends_a_running_request(string method)
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, new SocketServerOptions { DrainTimeout = TimeSpan.Zero });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SendAsync(Request(7, method, "[1]"));
        await Eventually.HoldsAsync(() => math.Running == 1, () => $"{math.Running} running");

        var reply = await peer.AskAsync("""{"jsonrpc":"2.0","method":"rpc.cancel","params":{"id":7}}""");

        Assert.Equal((7, -32002), (reply.GetProperty("id").GetInt32(), CodeOf(reply)));
        if (method == "block") math.Gate.SetResult();
        await Eventually.HoldsAsync(() => math.Running == 0, () => $"{math.Running} running");
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_answered_with_timeout()
    {
        var time = new ManualTime();
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, new SocketServerOptions { Time = time, CallTimeout = TimeSpan.FromMinutes(1) });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SendAsync(Request(1, "wait", "[1]"));
        await Eventually.HoldsAsync(() => math.Running == 1, () => $"{math.Running} running");

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(-32001, CodeOf(await peer.ReceiveJsonAsync()));
        await Eventually.HoldsAsync(() => math.Running == 0, () => $"{math.Running} running");
    }

    [Fact]
    public async Task The_calls_of_a_peer_that_has_gone_are_cancelled()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, MathCloud.AtOnce);
        var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SendAsync(Request(1, "wait", "[1]"));
        await peer.SendAsync($"[{Request(2, "wait", "[1]")}]");
        await peer.SendAsync("""{"jsonrpc":"2.0","method":"wait","params":[1]}""");
        await Eventually.HoldsAsync(() => math.Running == 3, () => $"{math.Running} running");

        peer.Reset();

        await Eventually.HoldsAsync(() => math.Running == 0, () => $"{math.Running} running");
    }

    [Fact]
    public async Task A_server_that_stops_lets_running_calls_end_and_takes_no_more()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, MathCloud.AtOnce);
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SendAsync(Request(1, "wait", "[1]"));
        await Eventually.HoldsAsync(() => math.Running == 1, () => $"{math.Running} running");

        var stopping = server.StopAsync();
        await Eventually.HoldsAsync(async () => CodeOf(await peer.AskAsync(Request(2, "add", "[1,2]"))) == -32006, () => "still served");
        math.Gate.SetResult();

        Assert.Equal(1, (await peer.ReceiveJsonAsync()).GetProperty("result").GetInt32());
        Assert.Null(await peer.ReceiveAsync());
        await stopping;
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => RawPeer.ConnectAsync(server.EndPoint));
    }

    [Fact]
    public async Task A_server_that_stops_cancels_what_does_not_end_in_time()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, new SocketServerOptions { DrainTimeout = TimeSpan.FromMilliseconds(50) });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SendAsync(Request(1, "wait", "[1]"));
        await Eventually.HoldsAsync(() => math.Running == 1, () => $"{math.Running} running");

        await server.StopAsync();

        Assert.Equal(-32002, CodeOf(await peer.ReceiveJsonAsync()));
        Assert.Equal(0, math.Running);
    }

    [Fact]
    public async Task A_server_starts_and_stops_sixty_four_times_on_the_same_port()
    {
        var port = 0;
        for (var round = 0; round < 64; round++)
        {
            await using var server = await SocketServer.ServeAsync(new MathCloud(), port);
            port = server.EndPoint.Port;
            Assert.Equal(14, await Rpc.CallAsync<int>(server.EndPoint.ToString(), "add", 6, 8));
        }
    }

    [Fact]
    public async Task A_taken_port_is_told()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);

        var failure = await Assert.ThrowsAsync<ActorsException>(() => SocketServer.ServeAsync(new MathCloud(), server.EndPoint.Port));

        Assert.Equal(ErrorCodes.InUse, failure.Code);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.1")]
    public async Task It_does_not_listen_beyond_loopback_unprotected(string host)
    {
        var failure = await Assert.ThrowsAsync<ActorsException>(() => SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { Host = host }));

        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Contains("Insecure", failure.Message);
    }

    [Fact]
    public async Task It_listens_anywhere_when_told_that_this_is_meant()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { Host = "0.0.0.0", Insecure = true });

        Assert.Equal(14, await Rpc.CallAsync<int>($"127.0.0.1:{server.EndPoint.Port}", "add", 6, 8));
    }

    public static TheoryData<SocketServerOptions, string> WrongOptions => new()
    {
        { new SocketServerOptions { MaxFrameBytes = 4095 }, "MaxFrameBytes" },
        { new SocketServerOptions { MaxDepth = 3 }, "MaxDepth" },
        { new SocketServerOptions { MaxConnections = 0 }, "MaxConnections" },
        { new SocketServerOptions { MaxRequestsPerConnection = 0 }, "MaxRequestsPerConnection" },
        { new SocketServerOptions { Concurrency = 0 }, "Concurrency" },
        { new SocketServerOptions { MaxBatch = 0 }, "MaxBatch" },
        { new SocketServerOptions { FrameTimeout = TimeSpan.Zero }, "FrameTimeout" },
        { new SocketServerOptions { IdleTimeout = TimeSpan.Zero }, "IdleTimeout" },
        { new SocketServerOptions { CallTimeout = TimeSpan.Zero }, "CallTimeout" },
        { new SocketServerOptions { StreamPatience = TimeSpan.Zero }, "StreamPatience" },
        { new SocketServerOptions { DrainTimeout = TimeSpan.FromSeconds(-1) }, "DrainTimeout" },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public async Task A_wrong_option_is_named(SocketServerOptions options, string name) =>
        Assert.Contains(name, (await Assert.ThrowsAsync<ActorsException>(() => SocketServer.ServeAsync(new MathCloud(), 0, options))).Message);

    [Fact]
    public async Task A_batch_longer_than_the_limit_is_refused_as_a_whole()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, new SocketServerOptions { MaxBatch = 2 });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        var note = """{"jsonrpc":"2.0","method":"note","params":["x"]}""";

        var reply = await peer.AskAsync($"[{note},{note},{note}]");

        Assert.Equal("too-large", reply.GetProperty("error").GetProperty("data").GetProperty("code").GetString());
        Assert.Equal(0, math.Notes);
    }

    [Fact]
    public async Task Replies_to_a_batch_that_do_not_fit_into_a_frame_are_refused_one_by_one()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { MaxFrameBytes = 4096 });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);

        var replies = await peer.AskAsync($"[{Request(1, "stars", "[2000]")},{Request(2, "stars", "[2000]")},{Request(3, "add", "[1,2]")}]");

        Assert.Equal(
            [(1, true), (2, false), (3, true)],
            replies.EnumerateArray().Select(reply => (reply.GetProperty("id").GetInt32(), reply.TryGetProperty("result", out _))));
    }

    internal static string Request(int id, string method, string parameters) => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""";

    internal static int CodeOf(System.Text.Json.JsonElement reply) => reply.TryGetProperty("error", out var error) ? error.GetProperty("code").GetInt32() : 0;
}
