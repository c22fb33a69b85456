using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Actors.Gateways.ComputeCloud;
using Xunit;

namespace Actors.Tests.Gateways.ComputeCloud;

public sealed class ComputeCloudListenerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly ComputeCloudSettings Defaults = new()
    {
        Host = "127.0.0.1",
        Port = 0,
        MaxConnections = 4,
        IdleTimeout = TimeSpan.FromSeconds(30),
        FrameTimeout = TimeSpan.FromSeconds(30),
        MaxMessageBytes = 1024,
        Lease = TimeSpan.FromSeconds(60),
        TakePatience = TimeSpan.FromSeconds(1),
        MaxObjects = 10,
    };

    private readonly BlockingCollection<string> _warnings = [];
    private readonly EchoBackend _backend = new();
    private ComputeCloudListener? _listener;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_listener != null) await _listener.DisposeAsync();
    }

    [Fact]
    public async Task Many_commands_go_over_one_connection_until_STOP()
    {
        var peer = Connect(Defaults);
        for (var i = 0; i < 3; i++) Assert.Equal("000C9CACK:0000002A\0", await CallAsync(peer, "000CADGET:0000002A\0"));
        Assert.Equal("0003CFACK\0", await CallAsync(peer, "000446STOP\0"));
        Assert.Equal("", await RestAsync(peer));
    }

    [Fact]
    public async Task Commands_sent_at_once_are_answered_in_order()
    {
        var peer = Connect(Defaults);
        await SendAsync(peer, string.Concat(Enumerable.Repeat("000CADGET:0000002A\0", 100)) + "000446STOP\0");
        Assert.Equal(string.Concat(Enumerable.Repeat("000C9CACK:0000002A\0", 100)) + "0003CFACK\0", await RestAsync(peer));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001")]
    [InlineData("FFFF00")]
    [InlineData("000446STOPX")]
    public async Task Garbage_HTTP_and_oversize_frames_are_closed_with_one_log_line_and_the_next_peer_is_served(string bytes)
    {
        var stranger = Connect(Defaults);
        await SendAsync(stranger, bytes);
        Assert.Equal("", await RestAsync(stranger));
        Assert.True(_warnings.TryTake(out var warning, Patience), "no log line");
        Assert.StartsWith("127.0.0.1:", warning);
        Assert.Empty(_warnings);
        Assert.Equal("0003CFACK\0", await CallAsync(Connect(), "000446STOP\0"));
    }

    [Fact]
    public async Task A_peer_that_trickles_a_frame_is_cut_off()
    {
        var peer = Connect(Defaults with { FrameTimeout = TimeSpan.FromMilliseconds(100) });
        await SendAsync(peer, "0004");
        Assert.Equal("", await RestAsync(peer));
        Assert.True(_warnings.TryTake(out var warning, Patience), "no log line");
        Assert.Contains("reading a frame", warning);
    }

    [Fact]
    public async Task A_peer_that_says_nothing_is_let_go()
    {
        Assert.Equal("", await RestAsync(Connect(Defaults with { IdleTimeout = TimeSpan.FromMilliseconds(100) })));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task A_peer_that_never_reads_is_cut_off()
    {
        var peer = Connect(Defaults with { FrameTimeout = TimeSpan.FromMilliseconds(200) });
        _backend.Reply = ClassicReply.Ack(new string('x', 60_000));
        peer.ReceiveBufferSize = 4096;
        var commands = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("000CADGET:0000002A\0", 1000)));
        await peer.Client.SendAsync(commands);
        Assert.True(_warnings.TryTake(out var warning, Patience), "no log line");
        Assert.Contains("writing a reply", warning);
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed()
    {
        var first = Connect(Defaults with { MaxConnections = 1 });
        Assert.StartsWith("000C", await CallAsync(first, "000CADGET:0000002A\0"));
        Assert.Equal("", await RestAsync(Connect()));
        Assert.True(_warnings.TryTake(out var warning, Patience), "no log line");
        Assert.Contains("max-connections", warning);
        Assert.StartsWith("000C", await CallAsync(first, "000CADGET:0000002A\0"));
    }

    [Fact]
    public async Task A_defect_of_the_backend_ends_that_connection_alone()
    {
        var peer = Connect(Defaults);
        _backend.Reply = null;
        await SendAsync(peer, "000CADGET:0000002A\0");
        Assert.Equal("", await RestAsync(peer));
        Assert.True(_warnings.TryTake(out _, Patience), "no log line");
        Assert.Equal("0003CFACK\0", await CallAsync(Connect(), "000446STOP\0"));
    }

    [Fact]
    public void A_port_that_is_taken_is_told_with_the_setting_to_change()
    {
        Connect(Defaults);
        var failure = Assert.Throws<ActorsException>(() =>
            ComputeCloudListener.Start(Defaults with { Port = _listener!.EndPoint.Port }, _backend, TimeProvider.System, _warnings.Add));
        Assert.Equal(ErrorCodes.InUse, failure.Code);
        Assert.Contains("actors.gateways.computecloud.port", failure.Message);
    }

    [Fact]
    public async Task Stopping_closes_open_connections()
    {
        var peer = Connect(Defaults);
        Assert.StartsWith("000C", await CallAsync(peer, "000CADGET:0000002A\0"));
        await _listener!.DisposeAsync();
        _listener = null;
        Assert.Equal("", await RestAsync(peer));
    }

    private TcpClient Connect(ComputeCloudSettings settings)
    {
        _listener = ComputeCloudListener.Start(settings, _backend, TimeProvider.System, _warnings.Add);
        return Connect();
    }

    private TcpClient Connect()
    {
        var peer = new TcpClient();
        peer.Connect(_listener!.EndPoint);
        return peer;
    }

    private static async Task SendAsync(TcpClient peer, string bytes) => await peer.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes));

    private static async Task<string> CallAsync(TcpClient peer, string frame)
    {
        await SendAsync(peer, frame);
        var reply = new MemoryStream();
        var one = new byte[1];
        using var limit = new CancellationTokenSource(Patience);
        do
        {
            if (await peer.GetStream().ReadAsync(one, limit.Token) == 0) throw new EndOfStreamException($"closed after {reply.Length} bytes of a reply");
            reply.Write(one);
        }
        while (one[0] != 0);
        return Encoding.Latin1.GetString(reply.ToArray());
    }

    private static async Task<string> RestAsync(TcpClient peer)
    {
        var rest = new MemoryStream();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await peer.GetStream().CopyToAsync(rest, limit.Token);
        }
        catch (IOException)
        {
            // Reset: closed while some of our bytes were unread.
        }

        return Encoding.Latin1.GetString(rest.ToArray());
    }

    /// <summary>Answers all alike; with no reply set it has a defect.</summary>
    private sealed class EchoBackend : IClassicBackend
    {
        public ClassicReply? Reply { get; set; } = ClassicReply.Ack("0000002A");

        public Task<ClassicReply> ExecuteAsync(ClassicRequest request, CancellationToken cancel) =>
            Reply == null ? throw new InvalidOperationException("a defect on purpose") : Task.FromResult(Reply);
    }
}
