using System.Text;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Gateways.JsonRpc;

/// <summary>What a peer should not send: its connection closes, with one error where a frame can still be sent, and nobody else notices.</summary>
public sealed class RpcBadInputTests
{
    private const string Ask = """{"jsonrpc":"2.0","id":1,"method":"add","params":[6,8]}""";
    private const string Answer = """{"jsonrpc":"2.0","id":1,"result":14}""";

    public static TheoryData<string, byte[], int> BadFrames => new()
    {
        { "a length of 0", RawPeer.Header(0), -32600 },
        { "one more than the limit", RawPeer.Header(4097), -32003 },
        { "2^31 - 1", RawPeer.Header(int.MaxValue), -32003 },
        { "negative", RawPeer.Header(0x80000000), -32003 },
        { "2^32 - 1", RawPeer.Header(uint.MaxValue), -32003 },
        { "HTTP", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), -32003 },
        { "a TLS ClientHello", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03], -32003 },
        { "garbage", [0xDE, 0xAD, 0xBE, 0xEF, 0xDE, 0xAD, 0xBE, 0xEF], -32003 },
    };

    [Theory]
    [MemberData(nameof(BadFrames))]
    public async Task A_bad_frame_closes_its_connection_with_one_error(string what, byte[] bytes, int code)
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { MaxFrameBytes = 4096 });
        await using var other = await RawPeer.ConnectAsync(server.EndPoint);
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);

        await peer.SendBytesAsync(bytes);

        var error = await peer.ReceiveJsonAsync();
        Assert.True(error.GetProperty("error").GetProperty("code").GetInt32() == code, $"{what}: {error}");
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(Answer, (await other.AskAsync(Ask)).GetRawText());
    }

    public static TheoryData<string, byte[]> BadBodies => new()
    {
        { "no JSON", "hello"u8.ToArray() },
        { "half of an object", "{\"jsonrpc\":"u8.ToArray() },
        { "two texts", "{} {}"u8.ToArray() },
        { "a comment", "/* */ {}"u8.ToArray() },
        { "a depth bomb", Encoding.UTF8.GetBytes(new string('[', 4000)) },
        { "a closed depth bomb", Encoding.UTF8.GetBytes(new string('[', 2000) + new string(']', 2000)) },
        { "a depth bomb in the parameters", Encoding.UTF8.GetBytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":" + new string('[', 1000) + new string(']', 1000) + "}") },
        { "a NUL", [0] },
        { "no UTF-8", [(byte)'"', 0xC3, 0x28, (byte)'"'] },
        { "an overlong encoding", [(byte)'"', 0xC0, 0xAF, (byte)'"'] },
        { "a byte order mark", [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'] },
        { "an unfinished string", "{\"jsonrpc\":\"2.0"u8.ToArray() },
        { "NaN", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":[NaN]}"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_frame_that_is_not_JSON_is_answered_and_the_next_one_is_served(string what, byte[] body)
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { MaxFrameBytes = 4096 });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);

        await peer.SendBytesAsync(RawPeer.Frame(body));

        var error = await peer.ReceiveJsonAsync();
        Assert.True(error.GetProperty("error").GetProperty("code").GetInt32() == -32700, $"{what}: {error}");
        Assert.Equal(Answer, (await peer.AskAsync(Ask)).GetRawText());
    }

    [Fact]
    public async Task Frames_may_be_split_byte_by_byte_or_come_together()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);

        foreach (var one in RawPeer.Frame(Ask)) await peer.SendBytesAsync([one]);
        Assert.Equal(Answer, await peer.ReceiveAsync());

        await peer.SendBytesAsync([.. RawPeer.Frame(Ask), .. RawPeer.Frame(Ask.Replace("\"id\":1", "\"id\":2"))]);
        var replies = new[] { await peer.ReceiveAsync(), await peer.ReceiveAsync() };
        Assert.Equal([Answer, Answer.Replace("\"id\":1", "\"id\":2")], replies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_frame_of_exactly_the_limit_is_served_and_one_byte_more_is_not()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { MaxFrameBytes = 4096 });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);

        Assert.Equal(Answer, (await peer.AskAsync(Ask.PadRight(4096))).GetRawText());
        Assert.Equal(-32003, (await peer.AskAsync(Ask.PadRight(4097))).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_peer_that_leaves_within_a_frame_harms_nobody()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var other = await RawPeer.ConnectAsync(server.EndPoint);
        var closing = await RawPeer.ConnectAsync(server.EndPoint);
        var resetting = await RawPeer.ConnectAsync(server.EndPoint);

        await closing.SendBytesAsync([0, 0, 1, 0, (byte)'{']);
        await closing.DisposeAsync();
        await resetting.SendBytesAsync([0, 0, 1, 0, (byte)'{']);
        resetting.Reset();

        await Eventually.HoldsAsync(() => server.Connections == 1, () => $"{server.Connections} connections");
        Assert.Equal(Answer, (await other.AskAsync(Ask)).GetRawText());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(20)]
    public async Task A_frame_that_does_not_come_whole_in_time_closes_its_connection(int bytesSent)
    {
        var time = new ManualTime();
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { Time = time, FrameTimeout = TimeSpan.FromSeconds(30), IdleTimeout = TimeSpan.FromMinutes(5) });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        Assert.Equal(Answer, (await peer.AskAsync(Ask)).GetRawText());

        // One byte every ten seconds does not renew the frame's time.
        await peer.SendBytesAsync(RawPeer.Frame(Ask)[..(bytesSent + 1)]);
        var closed = peer.ReceiveJsonAsync();
        await Eventually.HoldsAsync(() => Step(time, closed), () => "still open");

        Assert.Equal("timeout", (await closed).GetProperty("error").GetProperty("data").GetProperty("code").GetString());
        static bool Step(ManualTime time, Task closed)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return closed.IsCompleted;
        }
    }

    [Fact]
    public async Task A_silent_connection_is_closed_and_one_whose_call_runs_is_not()
    {
        var time = new ManualTime();
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, MathCloud.AtOnce with { Time = time, IdleTimeout = TimeSpan.FromMinutes(5) });
        await using var silent = await RawPeer.ConnectAsync(server.EndPoint);
        await using var waiting = await RawPeer.ConnectAsync(server.EndPoint);
        await waiting.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"wait","params":[7]}""");
        await Eventually.HoldsAsync(() => math.Running == 1 && server.Connections == 2, () => $"{math.Running} running");
        Assert.Equal(Answer, (await silent.AskAsync(Ask)).GetRawText());

        var closed = silent.ReceiveAsync();
        await Eventually.HoldsAsync(() => Step(time, closed), () => "still open");
        math.Gate.SetResult();

        Assert.Null(await closed);
        Assert.Equal(7, (await waiting.ReceiveJsonAsync()).GetProperty("result").GetInt32());
        static bool Step(ManualTime time, Task closed)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return closed.IsCompleted;
        }
    }

    [Fact]
    public async Task A_peer_that_never_reads_is_closed_when_a_reply_does_not_go()
    {
        var time = new ManualTime();
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { Time = time });
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);

        // More than the buffers of both sides hold, all within the limit of requests in flight.
        for (var i = 0; i < 100; i++) await peer.SendAsync($$"""{"jsonrpc":"2.0","id":{{i}},"method":"stars","params":[1000000]}""");
        await Eventually.HoldsAsync(() => Step(time, server), () => $"{server.Connections} connections");

        static bool Step(ManualTime time, SocketServer server)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return server.Connections == 0;
        }
    }

    [Fact]
    public async Task A_hundred_thousand_tiny_frames_are_each_answered()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        var many = Enumerable.Repeat(RawPeer.Frame("1"), 1000).SelectMany(frame => frame).ToArray();

        for (var i = 0; i < 100; i++)
        {
            var sending = peer.SendBytesAsync(many);
            for (var n = 0; n < 1000; n++) Assert.Contains("-32600", await peer.ReceiveAsync());
            await sending;
        }

        Assert.Equal(Answer, (await peer.AskAsync(Ask)).GetRawText());
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_and_those_within_are_served()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { MaxConnections = 2 });
        await using var first = await RawPeer.ConnectAsync(server.EndPoint);
        await using var second = await RawPeer.ConnectAsync(server.EndPoint);
        await first.AskAsync(Ask);
        await second.AskAsync(Ask);

        await using var third = await RawPeer.ConnectAsync(server.EndPoint);

        Assert.Null(await third.ReceiveAsync());
        Assert.Equal(Answer, (await first.AskAsync(Ask)).GetRawText());
    }
}
