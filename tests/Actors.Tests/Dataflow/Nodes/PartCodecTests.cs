using System.Text.Json;
using Actors.Dataflow;
using Actors.Dataflow.Directing;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Nodes;
using Actors.Dataflow.Running;
using Actors.Dataflow.Wire;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Dataflow.Nodes;

/// <summary>Orders and reports as messages between nodes.</summary>
public sealed class PartCodecTests
{
    private static readonly ModuleCatalog Catalog = ModuleCatalog.BuiltIn.With(typeof(PassOn).Assembly);
    private static readonly FlowActorSpec Spec = new("passer", ModuleSpec.Of(ModuleType.Of(typeof(PassOn)), new PassOn.Settings { FailEvery = 3 }), new FlowActorOptions
    {
        Queue = 7,
        Concurrency = 2,
        Rescue = 4,
        RescuePause = TimeSpan.FromMilliseconds(12.5),
        Timeout = TimeSpan.FromSeconds(5),
        OnFailure = FailurePolicy.Stop,
        Delivery = EdgeDelivery.Acknowledged,
        Role = "far",
    });

    public static TheoryData<object> Orders => new(
        new PartProtocol.Start(3, Spec),
        new PartProtocol.Start(3, Spec with { Options = new FlowActorOptions { Role = "far" } }),
        new PartProtocol.Connect(
            4,
            [new InletPlan(1, "in", 5, true, true, 9, null), new InletPlan(2, "in", 5, false, false, 0, new FarEnd("path", 8)), new InletPlan(2, "in", 5, false, false, 0, new FarEnd(null, 8))],
            [new OutletPlan(3, "out", EdgeKind.Logs, 6, 2, 11, true, true), new OutletPlan(4, "out", EdgeKind.Events, 6, null, 0, false, false)],
            [5, 6]),
        new PartProtocol.Connect(4, [], [], []),
        new PartProtocol.ChangeSender(5, new FarEnd("path", 12)),
        new PartProtocol.Forget(6),
        new PartProtocol.EdgeGone(7, 8),
        new PartProtocol.Stop(9),
        Tell(new FlowProtocol.Begin(true)),
        Tell(new FlowProtocol.Begin(false)),
        Tell(new FlowProtocol.Reload(Spec)),
        Tell(new FlowProtocol.Drain()),
        Tell(new FlowProtocol.FlushHeld()),
        Tell(new FlowProtocol.CloseCircle()),
        Tell(new FlowProtocol.SetLimits(4, 7, 0)),
        Tell(new FlowProtocol.SetLimits(4, 7, null)),
        Tell(new FlowProtocol.GetReport(13)),
        Tell(new FlowProtocol.GetTrace(14, new EventId(15))));

    public static TheoryData<object> Reports => new(
        new FlowProtocol.SourceEnded(1),
        new FlowProtocol.Finished(2),
        new FlowProtocol.FlowFailed(3, new FlowError(FlowErrorKind.Timeout, "who", ["what", "why"]) { Code = "code", Stack = "stack", Type = "type" }),
        new FlowProtocol.Report(
            4,
            5,
            new FlowActorStatistics("who", FlowActorState.Draining, [new InboxStatistics("in", 1, 2, 3)], [new OutboxStatistics("out", 4, 5, 6, -7) { Lost = 8 }])
            {
                Running = 1,
                Handled = 2,
                Failed = 3,
                Rescued = 4,
                Dropped = 5,
                DroppedLogs = 6,
                Restarts = 7,
                Failure = "why",
            },
            true,
            true,
            [new(1, 2)],
            [new(3, 4)]),
        new FlowProtocol.Traced(6, 7, [new FlowStep(DateTimeOffset.UnixEpoch, "who", "in", "inbox")]),
        new PartProtocol.RunLost(8),
        new PartProtocol.EdgeEnded(9));

    [Theory]
    [MemberData(nameof(Orders))]
    public void An_order_is_read_as_it_was_written(object order) =>
        Assert.Equal(Shown(order), Shown(OrderCodec.Read(PartOrder.Parser.ParseFrom(OrderCodec.Write(order).ToByteArray()), Catalog)!));

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_report_is_read_as_it_was_written(object report) =>
        Assert.Equal(Shown(report), Shown(ReportCodec.Read(PartReport.Parser.ParseFrom(ReportCodec.Write(report).ToByteArray()))!));

    [Fact]
    public void What_a_newer_version_says_is_passed_over()
    {
        Assert.Null(OrderCodec.Read(new PartOrder { Run = 1 }, Catalog));
        Assert.Null(OrderCodec.Read(new PartOrder { Run = 1, Signal = (PartSignal)99 }, Catalog));
        Assert.Null(ReportCodec.Read(new PartReport { Run = 1 }));
    }

    [Fact]
    public void Connecting_very_many_edges_is_one_order()
    {
        var order = new PartProtocol.Connect(
            1,
            [.. Enumerable.Range(0, 10_000).Select(edge => new InletPlan(edge, "inbox", 500, false, false, 0, new FarEnd($"akka.tcp://system@host:1234/user/flows/0123456789abcdef/part/out-{edge}", edge)))],
            [],
            []);

        Assert.InRange(OrderCodec.Write(order).CalculateSize(), 0, 2 * 1024 * 1024);
    }

    [Theory]
    [InlineData("test-pass-on", "{ \"unknown\": 1 }")]
    [InlineData("test-pass-on", "no json")]
    [InlineData("none", "")]
    public async Task A_module_that_cannot_be_made_here_fails_when_it_is_started(string module, string settings)
    {
        var order = new PartOrder { Run = 1, Start = new ActorSpecMessage { Name = "passer", Module = module, Settings = settings } };

        var start = Assert.IsType<PartProtocol.Start>(OrderCodec.Read(order, Catalog));

        await Assert.ThrowsAsync<FlowException>(async () => await start.Spec.Module.Create().Start(CancellationToken.None));
    }

    [Fact]
    public void An_event_that_is_as_large_as_may_be_is_sealed_and_one_byte_more_is_not()
    {
        var item = new FlowEvent(new EventId(1), new string('x', 1000));
        var size = SealedEvent.Write(item, int.MaxValue).CalculateSize();

        SealedEvent.Seal(item, size);
        Assert.Equal(FlowErrorKind.TooLarge, Assert.Throws<FlowException>(() => SealedEvent.Seal(item, size - 1)).Kind);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    [InlineData(10_000_000)]
    public void An_error_reaches_the_other_node_however_long_it_is(int length)
    {
        const int Max = 100;
        var text = new string('\u20ac', length);
        var item = new FlowEvent(new EventId(1), text) { Error = new FlowError(FlowErrorKind.Timeout, "who", [text, text]) { Stack = text, Type = text, Code = text } };

        var frame = ((SealedEvent)SealedEvent.SealError(item, Max).Data!).Frame;
        var read = SealedEvent.Open(Assert.Single(new FrameReader(SealedEvent.Limit(Max)).Read(frame)));

        Assert.Equal((FlowErrorKind.Timeout, "who"), (read.Error!.Kind, read.Error.Actor));
        Assert.StartsWith(text[..10], read.Error.Message, StringComparison.Ordinal);
    }

    private static PartProtocol.Tell Tell(object message) => new(2, message);

    // Records with arrays are not equal when what is in these is.
    private static string Shown(object value) => $"{value.GetType()} {JsonSerializer.Serialize(Plain(value))}";

    private static object? Plain(object? value) => value switch
    {
        null or string or ValueType and not System.Collections.IEnumerable => value?.ToString(),
        ModuleSpec module => $"{module.Type.Name} {module.Text}",
        System.Collections.IEnumerable many => many.Cast<object>().Select(Plain).ToArray(),
        _ => value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0).ToDictionary(property => property.Name, property => Plain(property.GetValue(value))),
    };
}
