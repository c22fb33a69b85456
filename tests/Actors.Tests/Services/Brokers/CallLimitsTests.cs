using Actors.Services;
using Actors.Services.Brokers;
using Xunit;

namespace Actors.Tests.Services.Brokers;

public class CallLimitsTests
{
    private readonly CallLimits _limits = new();
    private ulong _ids;

    public CallLimitsTests() => _limits.Set(new LimitRules(new ServiceShape { MaxRunning = 3, MaxRunningPerKey = 1, MaxPerSecond = 0 }), TimeSpan.Zero);

    [Fact]
    public void As_many_go_as_may_run_and_one_more_for_each_that_ends()
    {
        var calls = Enumerable.Range(0, 5).Select(_ => Add("c", "s")).ToArray();
        Assert.Equal(calls[..3], Take());
        _limits.Leave(calls[1], TimeSpan.Zero);

        Assert.Equal([calls[3]], Take());
        Assert.Equal(1, _limits.WaitingCount);
    }

    [Fact]
    public void A_key_that_is_full_keeps_no_other_key_waiting()
    {
        var (first, second, other) = (Add("c", "s", "k:1"), Add("c", "s", "k:1"), Add("c", "s", "k:2"));
        Assert.Equal([first, other], Take());
        _limits.Leave(first, TimeSpan.Zero);

        Assert.Equal([second], Take());
    }

    [Fact]
    public void Higher_priority_goes_first_and_clients_take_turns()
    {
        var (a1, a2, b, urgent) = (Add("a", "s"), Add("a", "s"), Add("b", "s"), Add("a", "s", priority: 1));

        Assert.Equal([urgent, b, a1], Order(Take(), urgent, b, a1));
        _limits.Leave(urgent, TimeSpan.Zero);
        Assert.Equal([a2], Take());
    }

    [Fact]
    public void One_that_waits_no_more_is_passed_over()
    {
        var calls = Enumerable.Range(0, 5).Select(_ => Add("c", "s")).ToArray();
        Take();
        _limits.Remove(calls[3], TimeSpan.Zero);
        _limits.Leave(calls[0], TimeSpan.Zero);

        Assert.Equal([calls[4]], Take());
    }

    [Fact]
    public void What_another_broker_gave_counts_too()
    {
        var held = Record("c");
        _limits.Hold(held, ["s", "k:1"], TimeSpan.Zero);
        var waiting = Add("c", "s", "k:1");
        Assert.Empty(Take());
        _limits.Leave(held, TimeSpan.Zero);

        Assert.Equal([waiting], Take());
    }

    [Fact]
    public void A_rate_lets_calls_begin_as_its_tokens_come()
    {
        _limits.Set(new LimitRules(new ServiceShape { MaxPerSecond = 2 }), TimeSpan.Zero);
        var calls = Enumerable.Range(0, 4).Select(_ => Add("c", "s")).ToArray();

        Assert.Equal(calls[..2], Take());
        Assert.InRange(_limits.NextRefill!.Value, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.51));
        Assert.Equal([calls[2]], Take(TimeSpan.FromSeconds(0.6)));
        Assert.Equal([calls[3]], Take(TimeSpan.FromSeconds(1.1)));
    }

    [Fact]
    public void Nothing_is_left_of_keys_that_are_not_used()
    {
        var calls = Enumerable.Range(0, 2000).Select(i => Add("c", $"k:{i}")).ToArray();
        Assert.Equal(2000, Take().Count);
        foreach (var call in calls)
            _limits.Leave(call, TimeSpan.Zero);

        Assert.Equal((0, 0, 0), (_limits.WaitingCount, _limits.LaneCount, _limits.GateCount));
    }

    // The urgent one comes first; between clients with equal shares the order is the desk's own business.
    private static List<CallRecord> Order(List<CallRecord> taken, params CallRecord[] expected)
    {
        Assert.Same(expected[0], taken[0]);
        Assert.Equal(expected.Length, taken.Count);
        return [.. taken.OrderBy(call => Array.IndexOf(expected, call))];
    }

    private CallRecord Add(string client, params string[] limits) => Add(client, limits, 0);

    private CallRecord Add(string client, string limit, int priority) => Add(client, [limit], priority);

    private CallRecord Add(string client, string[] limits, int priority)
    {
        var call = Record(client, priority);
        _limits.Add(call, limits, TimeSpan.Zero);
        return call;
    }

    private CallRecord Record(string client, int priority = 0)
    {
        var id = new CallId(++_ids);
        return new CallRecord(id, new ServiceCall { CallId = id.ToWire(), Method = "M", Priority = priority }, client, client, TimeSpan.Zero);
    }

    private List<CallRecord> Take(TimeSpan now = default)
    {
        var taken = new List<CallRecord>();
        while (_limits.TryTake(now, _ => true, out var call))
            taken.Add(call);
        return taken;
    }
}
