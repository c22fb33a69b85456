using Actors.Dataflow.Data;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

public sealed class TimingTests
{
    // Each does something a minute after its first event; what the clock on the wall says is not how long that was.
    [Theory]
    [InlineData("batch", "max-age = 1 m")]
    [InlineData("join", "purge-interval = 1 m, incomplete = send")]
    [InlineData("fresh", "silence = 1 m")]
    [InlineData("generator", "interval = 1 m, delay = 1 m, count = 1")]
    [InlineData("throttle", "rate = 1, per = 1 m")]
    public void Who_sets_the_clock_sets_no_waiting_time(string module, string settings)
    {
        using var bench = new ModuleBench(module, settings) { Inboxes = ["a", "b"] }.Start();
        bench.Clock.Set(TimeSpan.FromHours(1));
        if (module != "generator") bench.Send(FlowData.ToJson("1"), "a");
        if (module == "throttle") bench.Post("2");
        var before = bench.Sent.Count;
        bench.Clock.Set(TimeSpan.FromHours(2));
        bench.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(before, bench.Sent.Count);
        bench.Clock.Set(TimeSpan.FromHours(-4));
        bench.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(before + 1, bench.Sent.Count);
    }

    [Fact]
    public void Who_sets_the_clock_ends_no_window_of_a_count()
    {
        using var bench = new ModuleBench("count", "occurrences = 1, window = 1 m, action = limit").Start();
        bench.Send("1");
        bench.Clock.Set(TimeSpan.FromHours(1));
        bench.Send("2");
        bench.Clock.Set(TimeSpan.FromHours(-2));
        bench.Advance(TimeSpan.FromMinutes(1));
        bench.Send("3");
        Assert.Equal(["1", "3"], bench.Texts);
    }

    // A full bucket is one of the present.
    [Fact]
    public void Who_sets_the_clock_fills_no_bucket()
    {
        using var bench = new ModuleBench("throttle", "rate = 1, per = 1 m, over = drop").Start();
        bench.Send("1");
        bench.Clock.Set(TimeSpan.FromHours(1));
        bench.Send("2");
        bench.Clock.Set(TimeSpan.FromHours(-2));
        bench.Advance(TimeSpan.FromMinutes(1));
        bench.Send("3");
        Assert.Equal(["1", "3"], bench.Texts);
    }

    [Fact]
    public void A_throttle_lets_so_many_pass_and_makes_the_others_wait()
    {
        using var bench = new ModuleBench("throttle", "rate = 2, per = 10 s");
        for (var each = 0; each < 5; each++) bench.Post(each);
        Assert.Equal(2, bench.Sent.Count);
        bench.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, bench.Sent.Count);
        bench.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["0", "1", "2", "3", "4"], bench.Texts);
    }

    [Theory]
    [InlineData("error", 1)]
    [InlineData("drop", 0)]
    public void Or_lets_the_others_fail_or_end(string over, int errors)
    {
        using var bench = new ModuleBench("throttle", $"rate = 10, per = 1 s, burst = 2, over = {over}");
        for (var each = 0; each < 3; each++) bench.Send(each);
        Assert.Equal((2, errors), (bench.Sent.Count, bench.Errors.Count));
        bench.Advance(TimeSpan.FromMilliseconds(100));
        bench.Send(3);
        Assert.Equal(3, bench.Sent.Count);
        if (errors > 0) Assert.Equal(429, bench.Error.Status);
    }

    [Fact]
    public void Fresh_raises_an_alarm_when_nothing_comes_and_says_when_it_is_over()
    {
        using var bench = new ModuleBench("fresh", "silence = 10 s, alarm = silence, recovery = over").Start();
        bench.Advance(TimeSpan.FromSeconds(9));
        bench.Send("a");
        bench.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(bench.From("alarm"));
        bench.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["silence"], bench.From("alarm").Select(item => item.Text));
        bench.Send("b");
        Assert.Equal(["silence", "over"], bench.From("alarm").Select(item => item.Text));
        Assert.Equal(["a", "b"], bench.From("outbox").Select(item => item.Text));
        bench.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(3, bench.From("alarm").Count);
    }

    [Fact]
    public void The_alarm_may_be_repeated()
    {
        using var bench = new ModuleBench("fresh", "silence = 10 s, repeat = 20 s").Start();
        bench.Advance(TimeSpan.FromSeconds(55));
        Assert.Equal(3, bench.From("alarm").Count);
    }

    [Fact]
    public void A_count_lets_those_pass_that_make_a_number_full()
    {
        using var bench = new ModuleBench("count", "occurrences = 3, window = 10 s, key = \"{data}\"");
        foreach (var data in (string[])["a", "a", "b", "a", "a"]) bench.Send(data);
        Assert.Equal(["a"], bench.Texts);
        bench.Advance(TimeSpan.FromSeconds(11));
        bench.Send("b");
        bench.Send("b");
        Assert.Single(bench.Sent);
    }

    [Fact]
    public void Or_as_many_as_there_may_be()
    {
        using var bench = new ModuleBench("count", "occurrences = 2, window = 10 s, action = limit");
        for (var each = 0; each < 5; each++) bench.Send(each);
        Assert.Equal(["0", "1"], bench.Texts);
        bench.Advance(TimeSpan.FromSeconds(10));
        bench.Send(5);
        Assert.Equal(["0", "1", "5"], bench.Texts);
    }

    [Fact]
    public void It_counts_no_more_keys_than_its_limit()
    {
        using var bench = new ModuleBench("count", "occurrences = 2, window = 1 h, key = \"{data}\", max-keys = 2");
        foreach (var data in (string[])["a", "b", "c", "a"]) bench.Send(data);
        Assert.Empty(bench.Sent);
        bench.Send("c");
        Assert.Equal(["c"], bench.Texts);
    }
}
