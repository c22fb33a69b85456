using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Actors.Dataflow;
using Actors.Dataflow.Data;
using Actors.Dataflow.Modules.Net;
using Xunit;

namespace Actors.Tests.Dataflow;

public sealed class TcpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(TcpFraming.Lines)]
    [InlineData(TcpFraming.Length)]
    [InlineData(TcpFraming.Connection)]
    [InlineData(TcpFraming.Events)]
    public async Task What_one_flow_sends_another_gets_in_order(TcpFraming framing)
    {
        await using var receiver = await Receiver.StartAsync(new TcpInSettings { Port = 0, Framing = framing });
        await using var sender = new Director("sender");
        var source = sender.Register("source", async (send, _) => { for (var i = 0; i < 200; i++) await send($"event {i}"); });
        sender.Connect(source, sender.Register<TcpOutModule>("out", new TcpOutSettings { Port = receiver.Port, Framing = framing }));
        await sender.RunAsync();

        var got = new List<string>();
        for (var i = 0; i < 200; i++) got.Add((await receiver.NextAsync()).Text);
        // Connections of their own are served side by side.
        if (framing == TcpFraming.Connection) got = [.. got.OrderBy(text => int.Parse(text[6..]))];
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"event {i}"), got);
    }

    [Fact]
    public async Task An_event_arrives_as_the_one_that_it_was()
    {
        await using var receiver = await Receiver.StartAsync(new TcpInSettings { Port = 0, Framing = TcpFraming.Events });
        await using var sender = new Director("sender");
        var idle = sender.Register("idle", async (_, stop) => await Task.Delay(Timeout.Infinite, stop));
        var output = sender.Register<TcpOutModule>("out", new TcpOutSettings { Port = receiver.Port, Framing = TcpFraming.Events });
        sender.Connect(idle, output);
        await sender.StartAsync();
        var sent = new FlowEvent(EventId.New(IdSource.System), JsonSerializer.SerializeToElement(new { a = 1 })).WithAttribute("customer/name", "Ann");
        await sender.SendAsync("out", sent);
        var got = await receiver.NextAsync();
        Assert.Equal((sent.Id, "{\"a\":1}", "Ann"), (got.Id, got.Text, got.Attributes["customer/name"]));
    }

    [Fact]
    public async Task Bad_frames_are_errors_and_end_only_their_connection()
    {
        await using var receiver = await Receiver.StartAsync(new TcpInSettings { Port = 0, Framing = TcpFraming.Length, MaxFrameBytes = 100 });
        await receiver.WriteAsync([0, 0, 1, 0]);
        Assert.Equal(FlowErrorKind.TooLarge, (await receiver.NextAsync()).Error!.Kind);
        await receiver.WriteAsync([0, 0, 0, 9, 1, 2]);
        Assert.Equal(FlowErrorKind.MalformedData, (await receiver.NextAsync()).Error!.Kind);
        await receiver.WriteAsync([0, 0, 0, 2, .. "ok"u8]);
        Assert.Equal("ok", (await receiver.NextAsync()).Text);
    }

    [Fact]
    public async Task What_is_no_event_is_an_error()
    {
        await using var receiver = await Receiver.StartAsync(new TcpInSettings { Port = 0, Framing = TcpFraming.Events });
        await receiver.WriteAsync([0, 0, 0, 3, 255, 255, 255]);
        Assert.Equal(FlowErrorKind.MalformedData, (await receiver.NextAsync()).Error!.Kind);
    }

    [Fact]
    public async Task A_line_without_an_end_has_a_limit()
    {
        await using var receiver = await Receiver.StartAsync(new TcpInSettings { Port = 0, MaxFrameBytes = 100 });
        await receiver.WriteAsync(Encoding.UTF8.GetBytes("one\r\n" + new string('x', 1000)));
        Assert.Equal("one", (await receiver.NextAsync()).Text);
        Assert.Equal(FlowErrorKind.TooLarge, (await receiver.NextAsync()).Error!.Kind);
    }

    [Fact]
    public async Task Where_nobody_listens_the_event_is_an_error()
    {
        await using var director = new Director("sender");
        var source = director.Register("source", async (send, _) => await send("x"));
        var failed = new Kept();
        var output = director.Register<TcpOutModule>("out", new TcpOutSettings { Port = 1 });
        director.Connect(source, output);
        director.ConnectError(output, director.Register("failed", failed.Take));
        await director.RunAsync();
        Assert.Equal((FlowErrorKind.Unavailable, "x"), (failed.Events[0].Error!.Kind, failed.Events[0].Text));
    }

    [Fact]
    public async Task A_peer_is_not_idle_while_the_flow_has_no_room()
    {
        var clock = new VirtualTime();
        var room = new TaskCompletionSource();
        await using var receiver = await Receiver.StartAsync(new TcpInSettings { Port = 0, IdleTimeout = TimeSpan.FromMinutes(1) }, clock, room.Task);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", receiver.Port);
        await socket.SendAsync("one\ntwo\nthree\n"u8.ToArray());
        await Eventually.HoldsAsync(receiver.IsFullAsync, () => "the flow has room");
        clock.Advance(TimeSpan.FromMinutes(2), () => { });
        room.SetResult();
        foreach (var text in (string[])["one", "two", "three"]) Assert.Equal(text, (await receiver.NextAsync()).Text);
        await socket.SendAsync("last\n"u8.ToArray());
        Assert.Equal("last", (await receiver.NextAsync()).Text);
    }

    [Fact]
    public async Task A_peer_that_has_said_something_and_left_is_noticed_too()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen();
        await using var sender = new Director("sender");
        var (failed, sent) = (new Kept(), Channel.CreateUnbounded<FlowEvent>());
        var idle = sender.Register("idle", async (_, stop) => await Task.Delay(Timeout.Infinite, stop));
        var output = sender.Register<TcpOutModule>("out", new TcpOutSettings { Port = ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port });
        sender.Connect(idle, output);
        sender.Connect(output, sender.Register("sent", item => { sent.Writer.TryWrite(item); }));
        await sender.StartAsync();
        for (var round = 0; round < 2; round++)
        {
            await sender.SendAsync("out", new FlowEvent(EventId.New(IdSource.System), $"event {round}"));
            using var peer = await listener.AcceptAsync().WaitAsync(Patience);
            using var stream = new StreamReader(new NetworkStream(peer));
            Assert.Equal($"event {round}", await stream.ReadLineAsync().WaitAsync(Patience));
            await sent.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            await peer.SendAsync("thanks\n"u8.ToArray());
            peer.Shutdown(SocketShutdown.Both);
        }
    }

    [Fact]
    public async Task What_is_sent_after_half_a_frame_goes_by_another_connection()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen();
        await using var sender = new Director("sender");
        var failed = new TaskCompletionSource();
        var idle = sender.Register("idle", async (_, stop) => await Task.Delay(Timeout.Infinite, stop));
        var settings = new TcpOutSettings { Port = ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port, Framing = TcpFraming.Length };
        var output = sender.Register<TcpOutModule>("out", settings, new FlowActorOptions { Timeout = TimeSpan.FromMilliseconds(300) });
        sender.Connect(idle, output);
        sender.ConnectError(output, sender.Register("failed", item => { failed.TrySetResult(); }));
        await sender.StartAsync();

        await sender.SendAsync("out", new FlowEvent(EventId.New(IdSource.System), new byte[20_000_000]));
        using var never = await listener.AcceptAsync().WaitAsync(Patience);
        await failed.Task.WaitAsync(Patience);
        await sender.SendAsync("out", new FlowEvent(EventId.New(IdSource.System), "hello"));
        using var next = await listener.AcceptAsync().WaitAsync(Patience);
        await using var stream = new NetworkStream(next);
        var frame = new byte[9];
        await stream.ReadExactlyAsync(frame).AsTask().WaitAsync(Patience);
        Assert.Equal("hello", Encoding.UTF8.GetString(frame, 4, 5));
    }

    [Fact]
    public void Whole_events_survive_their_way_as_bytes()
    {
        var item = new FlowEvent(EventId.New(IdSource.System), XmlData.Parse("<a>1</a>"))
        {
            Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Laps = 3,
            Http = new HttpExchange { Method = "PUT", Path = "/x", User = "ann", Status = 201, Cookies = ["a=b"] }.WithReplyHeader("ETag", "1"),
            Error = new FlowError(FlowErrorKind.Conflict, "here", ["one", "two"]) { Code = "E1", Type = "T", Stack = "S" },
        };
        object?[] values = ["text", 1L, 2.5, 1.10m, true, null, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), new List<object?> { 1L, "x" }];
        item = values.Select((value, index) => (value, index)).Aggregate(item, (all, each) => all.WithAttribute($"all/value-{each.index}", each.value));
        var copy = EventCodec.Read(Bytes(item));
        Assert.Equal((item.Id, item.Created, item.Laps, "<a>1</a>", DataKind.Xml), (copy.Id, copy.Created, copy.Laps, copy.Text, copy.Kind));
        for (var index = 0; index < values.Length; index++) Assert.Equal(item.Attributes[$"all/value-{index}"], copy.Attributes[$"all/value-{index}"]);
        Assert.Equal(("PUT", "/x", "ann", 201, "a=b", "1"), (copy.Http!.Method, copy.Http.Path, copy.Http.User, copy.Http.Status, copy.Http.Cookies.Single(), copy.Http.ReplyHeaders["ETag"]));
        Assert.Equal((FlowErrorKind.Conflict, "here", "one; two", "E1", "T", "S"), (copy.Error!.Kind, copy.Error.Actor, copy.Error.Message, copy.Error.Code, copy.Error.Type, copy.Error.Stack));
    }

    [Fact]
    public void Log_lines_arrive_as_log_lines()
    {
        var about = EventId.New(IdSource.System);
        var line = new FlowLogLine(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), FlowLogLevel.Warning, "here", "look at this", [about]);
        var copy = Assert.IsType<FlowLogLine>(EventCodec.Read(Bytes(new FlowEvent(EventId.New(IdSource.System), line))).Data);
        Assert.Equal((line.Time, line.Level, line.Actor, line.Message, about), (copy.Time, copy.Level, copy.Actor, copy.Message, copy.About.Single()));
    }

    private static byte[] Bytes(FlowEvent item) => Google.Protobuf.MessageExtensions.ToByteArray(EventCodec.Write(item));

    /// <summary>A flow that gets events by TCP; errors are among them.</summary>
    private sealed class Receiver(Director director, int port, ChannelReader<FlowEvent> events) : IAsyncDisposable
    {
        public int Port => port;

        /// <summary>Its second event waits for room.</summary>
        public async Task<bool> IsFullAsync() => (await director.GetStatisticsAsync()).Single(actor => actor.Actor == "in").Outboxes.Any(edge => edge.Waiting > 0);

        public static async Task<Receiver> StartAsync(TcpInSettings settings, TimeProvider? time = null, Task? room = null)
        {
            var director = new Director("receiver", options: new DirectorOptions { Time = time ?? TimeProvider.System });
            var events = Channel.CreateUnbounded<FlowEvent>();
            var listens = new TaskCompletionSource<int>();
            var input = director.Register<TcpInModule>("in", settings);
            var end = director.Register<Late>("end", (events.Writer, room ?? Task.CompletedTask), new FlowActorOptions { Queue = 1 });
            director.Connect(input, end);
            director.ConnectError(input, end);
            director.ConnectLog(input, director.Register("log", item =>
            {
                if (item.Data is FlowLogLine line && line.Message.StartsWith("listens at", StringComparison.Ordinal)) listens.TrySetResult(int.Parse(line.Message.Split(':')[^1]));
            }));
            await director.StartAsync();
            return new Receiver(director, await listens.Task.WaitAsync(Patience), events.Reader);
        }

        public Task<FlowEvent> NextAsync() => events.ReadAsync().AsTask().WaitAsync(Patience);

        /// <summary>By a connection of its own, which is then closed.</summary>
        public async Task WriteAsync(byte[] bytes)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync("127.0.0.1", port);
            await socket.SendAsync(bytes);
            socket.Shutdown(SocketShutdown.Send);
            // Until the other side has closed too: else what it has not read could be lost with a reset.
            try
            {
                await socket.ReceiveAsync(new byte[1]).WaitAsync(Patience);
            }
            catch (SocketException)
            {
            }
        }

        public ValueTask DisposeAsync() => director.DisposeAsync();
    }
}

/// <summary>Keeps events as soon as there is room for them.</summary>
[FlowModule("test-late", "For tests.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [])]
public sealed class Late((ChannelWriter<FlowEvent> Events, Task Room) to) : FlowModule
{
    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        await to.Room;
        to.Events.TryWrite(item);
    }
}
