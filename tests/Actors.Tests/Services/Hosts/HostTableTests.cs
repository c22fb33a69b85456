using Actors.Services;
using Actors.Services.Hosts;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Hosts;

/// <summary>What a host has, and whom it tells what of it.</summary>
public sealed class HostTableTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly HostTable _table = new("h", "s", new HostTerms { Slots = 2 });
    private readonly List<HostEffect> _effects = [];
    private TimeSpan _now = TimeSpan.FromMinutes(1);

    public HostTableTests()
    {
        Tick();
        Assert.Single(Take<AskToRegister>());
        _table.Accepted(new HostAccepted { Host = "h", Broker = "b", Registration = 1, LeaseMs = 5000 }, _now);
        Take<ReportTo>();
    }

    [Fact]
    public void A_call_runs_its_client_gets_the_reply_and_the_broker_hears_that_it_has_ended()
    {
        Come(0, 1);
        var run = Assert.Single(Take<RunHeld>()).Call;

        End(run);
        Tick();

        var reply = Assert.Single(Take<ReplyTo>());
        Assert.Equal(("c", "one"), (reply.Client, reply.Reply.Value.ToStringUtf8()));
        var report = Assert.Single(Take<ReportTo>()).Report;
        Assert.Equal((1, 0L), (report.Next, Assert.Single(report.Ended).Number));
    }

    [Fact]
    public void Runs_after_a_gap_are_not_taken_and_those_that_come_again_are_taken_once()
    {
        Come(1, 2);
        Assert.Empty(Take<RunHeld>());

        Come(0, 1, 2);
        Come(1, 2, 3);

        Assert.Equal([Id(1), Id(2), Id(3)], Take<RunHeld>().Select(run => run.Call.Id));
    }

    [Fact]
    public void Of_what_it_is_asked_back_only_that_goes_back_which_has_not_begun_and_it_never_begins()
    {
        Come(0, 1, 2, 3, 4);
        var runs = Take<RunHeld>().Select(run => run.Call).ToArray();
        Assert.True(Begin(runs[0]));
        Assert.True(Begin(runs[1]));

        _table.Return(1, 1, [Id(4), Id(2), Id(3), Id(99)], _now);

        var report = Assert.Single(Take<ReportTo>()).Report;
        Assert.Equal(1, report.Answered);
        Assert.Equal([(3, true, 2L), (4, true, 3L)], report.Ended.Select(ended => (NumberOf(ended), ended.IsReturned, ended.Number)));
        Assert.False(Begin(runs[2]));
        Assert.False(Begin(runs[3]));
        Assert.Equal(2, _table.HeldCount);
        Assert.Empty(Take<ReplyTo>());
    }

    [Fact]
    public void It_answers_also_when_all_that_it_is_asked_for_has_begun()
    {
        Come(0, 1);
        Assert.True(Begin(Take<RunHeld>().Single().Call));

        _table.Return(1, 5, [Id(1)], _now);

        var report = Assert.Single(Take<ReportTo>()).Report;
        Assert.Equal((5, 0), (report.Answered, report.Ended.Count));
    }

    [Fact]
    public void What_a_broker_before_gave_does_not_go_back()
    {
        Come(0, 1);
        var run = Take<RunHeld>().Single().Call;

        _table.Return(7, 1, [Id(1)], _now);
        _table.Dismissed(new HostDismissed { Host = "h", Registration = 1, Broker = "b" }, _now);
        _table.Return(1, 1, [Id(1)], _now);

        Assert.True(Begin(run));
    }

    [Fact]
    public void What_went_back_is_told_again_until_the_broker_has_heard_it()
    {
        Come(0, 1);
        _table.Return(1, 1, [Id(1)], _now);
        Assert.Single(Take<ReportTo>());

        var second = FullReport();
        var third = FullReport();
        Assert.Equal((1, 1), (NumberOf(second.Ended.Single()), NumberOf(third.Ended.Single())));
        _table.Accepted(new HostAccepted { Host = "h", Broker = "b", Registration = 1, Report = third.Number }, _now);

        Assert.Empty(FullReport().Ended);
    }

    [Fact]
    public void A_call_that_has_waited_for_long_goes_back_by_itself()
    {
        Come(0, 1, 2);
        Assert.True(Begin(Take<RunHeld>()[0].Call));

        _now += TimeSpan.FromMilliseconds(150);
        Tick();

        Assert.Equal([2], Take<ReportTo>().SelectMany(report => report.Report.Ended).Select(NumberOf));
    }

    [Fact]
    public void A_call_that_is_stopped_before_it_begins_is_answered_and_one_that_runs_is_told()
    {
        Come(0, 1, 2);
        var runs = Take<RunHeld>().Select(run => run.Call).ToArray();
        using var cancel = new CancellationTokenSource();
        Assert.True(runs[0].TryBegin(cancel));

        _table.Stop([Id(1), Id(2)], _now);

        Assert.True(cancel.IsCancellationRequested);
        Assert.Equal(ErrorCodes.Cancelled, Assert.Single(Take<ReplyTo>()).Reply.Failure.Code);
        Assert.False(Begin(runs[1]));
    }

    [Fact]
    public void The_time_of_a_call_counts_only_until_its_stream_begins()
    {
        var batch = new RunBatch { Host = "h", Registration = 1, First = 0, Clients = { "c" } };
        batch.Runs.Add(new[] { 1, 2 }.Select(number => new RunCall { Call = new ServiceCall { CallId = Id(number).ToWire(), Method = "M", RemainingMs = 1000 } }));
        _table.Came(batch, _now);
        var runs = Take<RunHeld>().Select(run => run.Call).ToArray();
        using var streams = new CancellationTokenSource();
        using var computes = new CancellationTokenSource();
        Assert.True(runs[0].TryBegin(streams));
        Assert.True(runs[1].TryBegin(computes));

        _table.Answer(runs[0], new CallReply { CallId = Id(1).ToWire(), Stream = new ReplyStream { Link = 1 } }, _now);
        _now += 2 * Second;
        Tick();

        Assert.False(streams.IsCancellationRequested);
        Assert.True(computes.IsCancellationRequested);
    }

    [Fact]
    public void A_call_that_comes_again_after_its_end_is_answered_from_memory()
    {
        Come(0, 1);
        End(Take<RunHeld>().Single().Call);
        Take<ReplyTo>();

        Come(1, 1);

        Assert.Empty(Take<RunHeld>());
        Assert.Equal("one", Assert.Single(Take<ReplyTo>()).Reply.Value.ToStringUtf8());
    }

    [Fact]
    public void It_leaves_when_all_has_ended_and_the_broker_knows_of_nothing_more()
    {
        Come(0, 1, 2);
        var runs = Take<RunHeld>().Select(run => run.Call).ToArray();
        Assert.True(Begin(runs[0]));

        _table.Leave(_now);
        Assert.False(Begin(runs[1]));
        End(runs[0], begin: false);
        Assert.Empty(Take<HostIsEmpty>());
        _table.Dismissed(new HostDismissed { Host = "h", Registration = 1, Broker = "b" }, _now);

        Assert.Single(Take<HostIsEmpty>());
    }

    [Fact]
    public void A_stream_whose_link_has_ended_is_not_offered_again()
    {
        Come(0, 1);
        var run = Take<RunHeld>().Single().Call;
        Assert.True(Begin(run));
        _table.Answer(run, new CallReply { CallId = run.Call.CallId, Stream = new ReplyStream { Link = 7 } }, _now);
        Take<ReplyTo>();

        _table.Repeat(Id(1), "c", isRepeatable: true);
        Assert.NotNull(Assert.Single(Take<ReplyTo>()).Reply.Stream);
        _table.Ended(run, null, null, _now);
        _table.Repeat(Id(1), "c", isRepeatable: true);
        _table.Repeat(Id(1), "c", isRepeatable: false);

        Assert.Equal([ErrorCodes.Forgotten, ErrorCodes.Lost], Take<ReplyTo>().Select(reply => reply.Reply.Failure?.Code));
    }

    [Fact]
    public void Runs_that_are_none_are_passed_over_and_those_after_them_run()
    {
        var call = new ServiceCall { CallId = Id(1).ToWire() };
        RunBatch[] malformed =
        [
            new() { Runs = { new RunCall { Call = call } } }, // whose?
            new() { Clients = { "c" }, Runs = { new RunCall { Client = -1, Call = call } } },
            new() { Clients = { "c" }, Runs = { new RunCall { Call = new ServiceCall { CallId = ByteString.CopyFromUtf8("short") } } } },
            new() { Clients = { "c" }, Runs = { new RunCall() } },
            new() { First = long.MinValue, Clients = { "c" }, Runs = { new RunCall { Call = call } } },
        ];
        foreach (var batch in malformed)
        {
            batch.Registration = 1;
            _table.Came(batch, _now);
        }

        Come(0, 1);

        Assert.Single(Take<RunHeld>());
    }

    [Fact]
    public void Arguments_whose_lengths_no_number_holds_are_too_large()
    {
        var large = new LargeArguments { PositionalBytes = long.MaxValue, NamedBytes = long.MaxValue };
        _table.Came(new RunBatch { Registration = 1, Clients = { "c" }, Runs = { new RunCall { Call = new ServiceCall { CallId = Id(1).ToWire(), Method = "M", Large = large } } } }, _now);

        Assert.Equal(ErrorCodes.TooLarge, Assert.Single(Take<ReplyTo>()).Reply.Failure.Code);
        Assert.Empty(Take<FetchFor>());
    }

    private static CallId Id(int number) => new((UInt128)(ulong)number);

    private static int NumberOf(EndedRun ended) => (int)(ulong)CallId.FromWire(ended.CallId).Value;

    private static bool Begin(HeldCall call) => call.TryBegin(new CancellationTokenSource());

    private void Come(long first, params int[] calls)
    {
        var batch = new RunBatch { Host = "h", Registration = 1, First = first, Clients = { "c" } };
        batch.Runs.Add(calls.Select(number => new RunCall { Call = new ServiceCall { CallId = Id(number).ToWire(), Method = "M" } }));
        _table.Came(batch, _now);
    }

    private void End(HeldCall call, bool begin = true)
    {
        if (begin)
            Assert.True(Begin(call));
        _table.Ended(call, new CallReply { CallId = call.Call.CallId, Value = ByteString.CopyFromUtf8("one") }, Second, _now);
    }

    private void Tick() => _table.Tick(_now);

    private HostReport FullReport()
    {
        _now += Second;
        Tick();
        return Take<ReportTo>().Select(report => report.Report).Last(report => report.IsFull);
    }

    private List<T> Take<T>()
        where T : HostEffect
    {
        _effects.AddRange(_table.TakeEffects());
        var taken = _effects.OfType<T>().ToList();
        _effects.RemoveAll(effect => effect is T);
        return taken;
    }
}
