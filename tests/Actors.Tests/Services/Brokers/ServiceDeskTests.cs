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
    public void Times_that_no_clock_has_do_no_harm()
    {
        Serve("a", 1);
        Assert.Single(Call("c", remaining: long.MaxValue));
        Assert.Empty(Call("c", remaining: long.MinValue));
    }

    private void Serve(string host, int window, ServiceShape? shape = null)
    {
        _desk.Register(new RegisterHost { Host = host, Registration = 1, Shape = shape ?? new ServiceShape { Methods = { new MethodShape { Name = "M" } } } }, Start);
        _desk.Report(new HostReport { Host = host, Registration = 1, Window = window }, Start);
        _desk.TakeEffects();
    }

    private SendRun[] Call(string client, string method = "M", string arguments = "", string named = "", long remaining = 0, bool isDefault = false)
    {
        var call = new ServiceCall
        {
            CallId = new CallId(++_ids).ToWire(),
            Method = method,
            Arguments = ByteString.CopyFromUtf8(arguments),
            NamedArguments = ByteString.CopyFromUtf8(named),
            RemainingMs = remaining,
            IsDefaultTime = isDefault,
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
