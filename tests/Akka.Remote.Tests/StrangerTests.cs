using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Akka.Event;
using Xunit;

namespace Akka.Remote.Tests;

/// <summary>What comes to the port without being a node: the connection is closed with one log line, and the node does not mind.</summary>
public class StrangerTests
{
    public static TheoryData<string> Openings => new(
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /api HTTP/1.1\r\n\r\n",
        "\0\0\0\0",
        "\u0001\0\0\0\u0001",
        "\u0001\u0008\0\0",
        "\u00FF\u00FF\u00FF\u007F",
        "\0\0\0\u0080",
        "\u00FF\u00FF\u00FF\u00FF",
        "\u0016\u0003\u0001\u0002\0\u0001\0",
        "\u0005\0\0\0\u0010abcd",
        "\u0005\0\0\0\u0001ACTX",
        "PLEL",
        "SSH-2.0-OpenSSH_9.2\r\n");

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task A_stranger_is_hung_up_on_with_one_log_line(string opening)
    {
        await using var nodes = new TwoNodes();
        var log = new Probe(nodes.B);
        log.Subscribe(nodes.B, typeof(Warning));
        log.Subscribe(nodes.B, typeof(Error));
        using (var stranger = await Connect(nodes.B))
        {
            await stranger.SendAsync(Encoding.Latin1.GetBytes(opening));
            Assert.True(await IsHungUp(stranger));
        }
        Assert.Contains("refused", (await log.Next<Warning>()).Message.ToString());
        await AssertUnharmed(nodes);
        Assert.Empty(log.TakeAll());
    }

    [Fact]
    public async Task One_that_leaves_without_a_word_is_not_worth_a_warning()
    {
        await using var nodes = new TwoNodes();
        var log = new Probe(nodes.B);
        log.Subscribe(nodes.B, typeof(Warning));
        (await Connect(nodes.B)).Dispose();
        await AssertUnharmed(nodes);
        Assert.Empty(log.TakeAll());
    }

    [Fact]
    public async Task One_that_dawdles_is_hung_up_on_when_its_time_is_over()
    {
        await using var nodes = new TwoNodes("", "akka.remote.handshake-timeout = 200 ms");
        using var stranger = await Connect(nodes.B);
        await stranger.SendAsync(new byte[] { 40, 0 });
        Assert.True(await IsHungUp(stranger));
    }

    [Fact]
    public async Task Only_so_many_may_be_on_the_doorstep()
    {
        await using var nodes = new TwoNodes("", "actors.engine.remote.max-pending-handshakes = 3");
        var log = new Probe(nodes.B);
        log.Subscribe(nodes.B, typeof(Warning));
        var waiting = new List<Socket>();
        for (var i = 0; i < 3; i++) waiting.Add(await Connect(nodes.B));
        using var tooMany = await Connect(nodes.B);
        Assert.True(await IsHungUp(tooMany));
        Assert.Contains("max-pending-handshakes", (await log.Find<Warning>()).Message.ToString());
        foreach (var stranger in waiting) stranger.Dispose();
        await AssertUnharmed(nodes);
    }

    [Fact]
    public async Task Tls_to_a_plain_port_fails_at_both_ends()
    {
        await using var nodes = new TwoNodes();
        using var stranger = await Connect(nodes.B);
        await using var tls = new SslStream(new NetworkStream(stranger));
        await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync("x").WaitAsync(TwoNodes.Soon));
        await AssertUnharmed(nodes);
    }

    private static async Task<Socket> Connect(ActorSystem node)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, TwoNodes.AddressOf(node).Port!.Value);
        return socket;
    }

    private static async Task<bool> IsHungUp(Socket socket)
    {
        using var limit = new CancellationTokenSource(TwoNodes.Soon);
        try
        {
            return await socket.ReceiveAsync(new byte[100], limit.Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task AssertUnharmed(TwoNodes nodes)
    {
        nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        var echo = await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
        Assert.Equal("fine", await echo.Ask<string>("fine", TwoNodes.Soon));
    }
}
