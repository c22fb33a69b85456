using Actors.Services;
using Actors.Services.Brokers;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Brokers;

public class ServiceDeskTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);
    private readonly ServiceDesk _desk = new("s", new DeskTerms(), Start);
    private ulong _ids;

    [Fact]
    public void The_host_that_has_been_idle_for_longest_is_first()
    {
        Serve("a", 2);
        Serve("b", 2);
        Serve("c", 2);
        Assert.Equal(["a", "b", "c", "a"], Enumerable.Range(0, 4).SelectMany(_ => Call("client")).Select(run => run.Host));
    }

    [Fact]
    public void A_client_that_floods_does_not_keep_another_one_waiting()
    {
        Serve("a", 1);
        var first = Call("flood").Single();
        for (var i = 0; i < 1000; i++)
            Assert.Empty(Call("flood"));
        Call("quiet");

        var next = End("a", first);
        var second = End("a", next.Single());

        Assert.Contains("quiet", next.Concat(second).Select(run => run.Call.ClientName));
    }

    [Fact]
    public void A_service_is_listed_for_a_while_after_its_last_host_and_call()
    {
        Serve("a", 1);
        End("a", Call("client").Single());
        var end = Start + TimeSpan.FromHours(1);
        _desk.Tick(end - TimeSpan.FromSeconds(1));
        _desk.Lose("a", "it has ended", end);
        _desk.Tick(end);

        Assert.True(_desk.IsInUse(end + TimeSpan.FromMinutes(4.9)));
        Assert.False(_desk.IsInUse(end + TimeSpan.FromMinutes(5)));
        _desk.Arrive("client", "client", [], end + TimeSpan.FromMinutes(6));
        Assert.True(_desk.IsInUse(end + TimeSpan.FromMinutes(7)));
    }

    [Fact]
    public void The_same_is_true_behind_a_limit()
    {
        Serve("a", 8, new ServiceShape { MaxRunning = 1, Methods = { new MethodShape { Name = "M" } } });
        var first = Call("flood").Single();
        for (var i = 0; i < 1000; i++)
            Assert.Empty(Call("flood"));
        Call("quiet");

        var next = End("a", first);
        var second = End("a", next.Single());

        Assert.Contains("quiet", next.Concat(second).Select(run => run.Call.ClientName));
    }

    [Fact]
    public void A_limit_holds_for_each_value_of_its_parameter_however_the_argument_is_given()
    {
        var limit = new LimitShape { MaxRunning = 1, Key = "customer", Position = 1 };
        Serve("a", 8, new ServiceShape { Methods = { new MethodShape { Name = "OrderAsync", Limits = { limit } } } });

        var first = Call("c", "Order", """[1,"x"]""").Single();
        Assert.Empty(Call("c", "order", """[2, "\u0078"]"""));
        Assert.Empty(Call("c", "Order", "", """{"Customer":"x"}"""));
        Assert.Single(Call("c", "Order", """[1,"y"]"""));
        Assert.Single(Call("c", "Order", """[1]"""));
        Assert.Single(End("a", first));
    }

    [Fact]
    public void What_a_method_declares_counts_when_the_caller_gives_no_time()
    {
        Serve("a", 8, new ServiceShape { Methods = { new MethodShape { Name = "M", TimeoutMs = 90_000 } } });

        Assert.Equal(Start + TimeSpan.FromSeconds(90), Call("c", remaining: 30_000, isDefault: true).Single().Call.Deadline);
        Assert.Equal(Start + TimeSpan.FromSeconds(30), Call("c", remaining: 30_000).Single().Call.Deadline);
    }

    [Fact]
    public void A_call_that_waits_and_that_nobody_asks_for_goes()
    {
        Serve("a", 1);
        Call("c");
        Call("c");
        Assert.Equal(1, _desk.QueuedCount);

        for (var at = TimeSpan.Zero; at < TimeSpan.FromSeconds(40); at += TimeSpan.FromSeconds(1))
            _desk.Tick(Start + at);

        Assert.Equal(0, _desk.QueuedCount);
    }

    [Fact]
    public void A_lost_call_of_a_key_stays_lost()
    {
        Serve("a", 1);
        var lost = Call("c").Single();
        _desk.Lose("a", "it is gone", Start);
        Serve("b", 1);

        _desk.Arrive("d", "d", [lost.Call.Call!], Start + TimeSpan.FromSeconds(3));

        Assert.Contains(_desk.TakeEffects(), effect => effect is SendReply { Reply.Failure.Code: ErrorCodes.Lost });
    }

    [Fact]
    public void A_call_runs_only_where_it_may()
    {
        Serve("a", 1);
        Serve("b", 1, labels: ["gpu", "akka.tcp://actors@host:1"]);

        Assert.Equal("b", Call("c", placement: new CallPlacement { Labels = { "gpu" } }).Single().Host);
        Assert.Empty(Call("c", placement: new CallPlacement { Hosts = { "b" } }));
        Assert.Empty(Call("c", placement: new CallPlacement { Hosts = { "akka.tcp://actors@host:1" } }));
        Assert.Empty(Call("c", placement: new CallPlacement { Hosts = { "a" }, Labels = { "gpu" } }));
        Assert.Equal("a", Call("c").Single().Host);
        Serve("c", 5, labels: ["akka.tcp://actors@host:1"]);

        Assert.Equal(2, _desk.QueuedCount);
        Assert.Single(_desk.Hosts.Single(host => host.Id == "c").Held);
    }

    [Fact]
    public void A_call_for_hosts_that_are_not_there_fails_in_the_end_and_says_why()
    {
        Serve("a", 1);
        Call("c", placement: new CallPlacement { Hosts = { "x", "y" } });

        _desk.Tick(Start + TimeSpan.FromSeconds(9));
        Assert.Equal(1, _desk.QueuedCount);
        _desk.Report(new HostReport { Host = "a", Registration = 1, Window = 1 }, Start + TimeSpan.FromSeconds(9));
        _desk.Tick(Start + TimeSpan.FromSeconds(11));

        var failure = Assert.Single(_desk.TakeEffects().OfType<SendReply>()).Reply.Failure;
        Assert.Equal((ErrorCodes.Unavailable, "no host of service s that is one of x, y is there; 1 others are"), (failure.Code, failure.Message));
    }

    [Fact]
    public void A_call_whose_host_is_only_busy_waits()
    {
        Serve("a", 1);
        var first = Call("c").Single();
        Call("c", placement: new CallPlacement { Hosts = { "a" } });

        for (var second = 1; second < 25; second++)
        {
            _desk.Report(new HostReport { Host = "a", Registration = 1, Window = 1 }, Start + TimeSpan.FromSeconds(second));
            _desk.Tick(Start + TimeSpan.FromSeconds(second));
        }

        Assert.Equal("a", End("a", first).Single().Host);
    }

    [Fact]
    public void A_call_that_waits_for_its_host_takes_no_room_under_a_limit()
    {
        Serve("a", 8, new ServiceShape { MaxRunning = 1, Methods = { new MethodShape { Name = "M" } } });
        Assert.Empty(Call("c", placement: new CallPlacement { Hosts = { "b" } }));

        var run = Call("c").Single();
        Serve("b", 8, new ServiceShape { MaxRunning = 1, Methods = { new MethodShape { Name = "M" } } });

        Assert.Equal("b", End("a", run).Single().Host);
    }

    [Fact]
    public void A_call_goes_to_the_host_that_has_what_it_needs()
    {
        Serve("a", 2);
        Serve("b", 1);
        var near = new CallPlacement { Near = { new NearHost { Host = "b", Weight = 9 }, new NearHost { Host = "gone", Weight = 10 } } };

        Assert.Equal("b", Call("c", placement: near).Single().Host);
        Assert.Equal("a", Call("c", placement: near).Single().Host);
    }

    [Fact]
    public void A_set_that_was_dealt_to_two_hosts_is_level_again_when_one_of_them_is_slow()
    {
        Serve("slow", 11, slots: 1);
        Serve("fast", 11, slots: 1);
        var runs = Enumerable.Range(0, 22).SelectMany(_ => Call("c")).ToArray();
        Assert.Equal([11, 11], _desk.Hosts.Select(host => host.Held.Count));
        foreach (var run in runs.Where(run => run.Host == "fast"))
            End("fast", run);

        // One of the eleven runs, and ten have not begun: half of these, the last ones, may go.
        var asked = Assert.Single(Later(30).OfType<SendAskBack>());
        var given = runs.Where(run => run.Host == "slow").Select(run => run.Call.Id).ToArray();
        Assert.Equal(("slow", 5), (asked.Host, asked.Calls.Count));
        Assert.Equal(given.TakeLast(5), asked.Calls.Reverse());
        Assert.Empty(Later(60).OfType<SendAskBack>());

        // Two of them have begun meanwhile, and it wants no more than it can run.
        var back = asked.Calls.Reverse().Skip(2).ToArray();
        _desk.Report(Returned("slow", window: 1, runs, back), Start + TimeSpan.FromMilliseconds(60));

        var moved = _desk.TakeEffects().OfType<SendRun>().ToArray();
        Assert.Equal(back, moved.Select(run => run.Call.Id));
        Assert.All(moved, run => Assert.Equal("fast", run.Host));
        Assert.Equal([8, 3], _desk.Hosts.Select(host => host.Held.Count));
    }

    [Fact]
    public void What_an_idle_host_may_not_run_stays_where_it_is()
    {
        Serve("slow", 4, slots: 1, labels: ["gpu"]);
        for (var i = 0; i < 4; i++)
            Call("c", placement: new CallPlacement { Labels = { "gpu" } });
        Serve("idle", 4, slots: 1);

        Assert.Empty(Later(30).OfType<SendAskBack>());
    }

    [Fact]
    public void A_call_that_is_cancelled_while_it_comes_back_is_not_given_again()
    {
        Serve("slow", 3, slots: 1);
        var runs = Enumerable.Range(0, 3).SelectMany(_ => Call("c")).ToArray();
        Serve("idle", 3, slots: 1);
        var asked = Assert.Single(Later(30).OfType<SendAskBack>());

        _desk.Cancel("c", asked.Calls, Start);
        _desk.Report(Returned("slow", window: 1, runs, asked.Calls), Start);

        var effects = _desk.TakeEffects();
        Assert.Empty(effects.OfType<SendRun>());
        Assert.Equal(ErrorCodes.Cancelled, Assert.Single(effects.OfType<SendReply>()).Reply.Failure.Code);
    }

    [Fact]
    public void Calls_under_a_rate_stay_where_they_are()
    {
        Serve("slow", 3, new ServiceShape { MaxPerSecond = 100, Methods = { new MethodShape { Name = "M" } } }, slots: 1);
        for (var i = 0; i < 3; i++)
            Call("c");
        Serve("idle", 3, new ServiceShape { MaxPerSecond = 100, Methods = { new MethodShape { Name = "M" } } }, slots: 1);

        Assert.Empty(Later(30).OfType<SendAskBack>());
    }

    [Fact]
    public void More_calls_than_a_service_wants_to_wait_are_refused_and_those_that_need_not_wait_do_not_count()
    {
        Serve("a", 3, new ServiceShape { MaxQueued = 2, Methods = { new MethodShape { Name = "M" } } });

        _desk.Arrive("c", "c", Enumerable.Range(1, 7).Select(i => new ServiceCall { CallId = new CallId((ulong)i).ToWire(), Method = "M" }), Start);

        var effects = _desk.TakeEffects();
        Assert.Equal(3, effects.OfType<SendRun>().Count());
        Assert.Equal([ErrorCodes.Overloaded, ErrorCodes.Overloaded], effects.OfType<SendReply>().Select(reply => reply.Reply.Failure.Code));
        Assert.Contains("at most 2 and", effects.OfType<SendReply>().First().Reply.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_is_not_submitted()
    {
        Serve("a", 3, new ServiceShape { Methods = { new MethodShape { Name = "CountAsync", Streams = true } } });

        _desk.Arrive("c", "c", [new ServiceCall { CallId = new CallId(1).ToWire(), Method = "count", KeepMs = 1000 }], Start);

        Assert.Equal(ErrorCodes.Invalid, Assert.Single(_desk.TakeEffects().OfType<SendReply>()).Reply.Failure.Code);
    }

    [Fact]
    public void A_stream_is_not_shared_by_a_key()
    {
        Serve("a", 3, new ServiceShape { Methods = { new MethodShape { Name = "CountAsync", Streams = true } } });

        _desk.Arrive("c", "c", [new ServiceCall { CallId = new CallId(1).ToWire(), Method = "count", IsKeyed = true }], Start);

        Assert.Equal(ErrorCodes.Invalid, Assert.Single(_desk.TakeEffects().OfType<SendReply>()).Reply.Failure.Code);
    }

    [Fact]
    public void Too_many_wishes_are_refused()
    {
        var desk = new ServiceDesk("s", new DeskTerms { MaxPlacements = 2 }, Start);
        string[] hosts = ["a", "b", "a", "c"];

        desk.Arrive("c", "c", hosts.Select((host, i) => new ServiceCall { CallId = new CallId((ulong)i + 1).ToWire(), Method = "M", Placement = new CallPlacement { Hosts = { host } } }), Start);
        desk.Arrive("c", "c", [new ServiceCall { CallId = new CallId(9).ToWire(), Method = "M", Placement = new CallPlacement { Hosts = { Enumerable.Range(0, 101).Select(i => $"h{i}") } } }], Start);

        Assert.Equal([ErrorCodes.Overloaded, ErrorCodes.Invalid], desk.TakeEffects().OfType<SendReply>().Select(reply => reply.Reply.Failure.Code));
        Assert.Equal(3, desk.QueuedCount);
    }

    [Fact]
    public void Times_that_no_clock_has_do_no_harm()
    {
        Serve("a", 1);
        Assert.Single(Call("c", remaining: long.MaxValue));
        Assert.Empty(Call("c", remaining: long.MinValue));
    }

    [Fact]
    public void A_call_under_a_limit_that_is_given_back_goes_before_those_that_came_later()
    {
        Serve("a", 8, new ServiceShape { MaxRunning = 1, Methods = { new MethodShape { Name = "M" } } });
        var first = Call("c");
        Assert.Empty(Call("c"));
        Assert.Empty(Call("c"));

        _desk.Report(Returned("a", window: 8, first, [first[0].Call.Id]), Start);

        Assert.Equal(first[0].Call.Id, Assert.Single(_desk.TakeEffects().OfType<SendRun>()).Call.Id);
    }

    [Fact]
    public void A_host_that_names_a_call_twice_is_taken_up()
    {
        var id = new CallId(7).ToWire();
        var limited = new HeldRun { CallId = id, Limits = { "s" } };

        _desk.Register(new RegisterHost { Host = "a", Registration = 1, Held = { id, id }, UnderLimits = { limited, limited } }, Start);

        Assert.Single(_desk.TakeEffects().OfType<SendAccepted>());
        Assert.Equal(1, _desk.HeldCount);
    }

    [Fact]
    public void However_often_it_ticks_all_that_waits_is_looked_at_only_now_and_then()
    {
        Call("c", remaining: 10);
        Assert.Empty(Later(1).OfType<SendReply>());

        Assert.Empty(Later(20).OfType<SendReply>());
        var due = _desk.NextDue(Start + TimeSpan.FromMilliseconds(20));
        Assert.Equal(Start + TimeSpan.FromMilliseconds(1) + new DeskTerms().Look, due);
        _desk.Tick(due);

        Assert.Equal(ErrorCodes.Timeout, Assert.Single(_desk.TakeEffects().OfType<SendReply>()).Reply.Failure.Code);
    }

    private void Serve(string host, int window, ServiceShape? shape = null, string[]? labels = null, int slots = 0)
    {
        _desk.Register(new RegisterHost { Host = host, Labels = { labels ?? [] }, Slots = slots, Registration = 1, Shape = shape ?? new ServiceShape { Methods = { new MethodShape { Name = "M" } } } }, Start);
        _desk.Report(new HostReport { Host = host, Registration = 1, Window = window }, Start);
        _desk.TakeEffects();
    }

    private static HostReport Returned(string host, int window, SendRun[] runs, IReadOnlyList<CallId> calls) => new()
    {
        Host = host,
        Registration = 1,
        Window = window,
        Next = runs.Length,
        Answered = 1,
        Ended = { runs.Where(run => run.Host == host && calls.Contains(run.Call.Id)).Select(run => new EndedRun { CallId = run.Call.Id.ToWire(), IsReturned = true, Number = run.Number }) },
    };

    private IReadOnlyList<DeskEffect> Later(int milliseconds)
    {
        _desk.Tick(Start + TimeSpan.FromMilliseconds(milliseconds));
        return _desk.TakeEffects();
    }

    private SendRun[] Call(string client, string method = "M", string arguments = "", string named = "", long remaining = 0, bool isDefault = false, CallPlacement? placement = null)
    {
        var call = new ServiceCall
        {
            CallId = new CallId(++_ids).ToWire(),
            Method = method,
            Arguments = ByteString.CopyFromUtf8(arguments),
            NamedArguments = ByteString.CopyFromUtf8(named),
            RemainingMs = remaining,
            IsDefaultTime = isDefault,
            Placement = placement,
        };
        _desk.Arrive(client, client, [call], Start);
        return [.. _desk.TakeEffects().OfType<SendRun>()];
    }

    private SendRun[] End(string host, SendRun run)
    {
        var window = _desk.Hosts.First(seat => seat.Id == host).Window;
        _desk.Report(new HostReport { Host = host, Registration = 1, Window = window, Next = run.Number + 1, Ended = { new EndedRun { CallId = run.Call.Id.ToWire(), Number = run.Number } } }, Start);
        return [.. _desk.TakeEffects().OfType<SendRun>()];
    }
}
