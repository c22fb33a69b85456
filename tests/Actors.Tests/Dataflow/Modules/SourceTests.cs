using Actors.Dataflow;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

public sealed class SourceTests
{
    // It would be silent until the clock is again where it was, and that may be years.
    [Fact]
    public void A_clock_that_is_set_back_far_is_the_clock()
    {
        using var bench = new ModuleBench("cron", "schedule = \"0 * * * *\"").Start();
        bench.Advance(TimeSpan.FromMinutes(61));
        Assert.Single(bench.Sent);
        bench.Clock.Set(TimeSpan.FromDays(-400));
        bench.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(2, bench.Sent.Count);
    }

    [Fact]
    public void A_clock_that_is_set_back_a_little_doubles_nothing()
    {
        using var bench = new ModuleBench("cron", "schedule = \"0 * * * *\"").Start();
        bench.Advance(TimeSpan.FromMinutes(61));
        bench.Clock.Set(TimeSpan.FromMinutes(-30));
        bench.Advance(TimeSpan.FromMinutes(60));
        Assert.Single(bench.Sent);
    }

    // Timers leave out parts of a millisecond.
    [Fact]
    public void A_generator_rests_between_its_rounds_also_for_parts_of_a_millisecond()
    {
        using var bench = new ModuleBench("generator", "interval = 1.5 ms").Start();
        bench.Advance(TimeSpan.FromMilliseconds(3));
        Assert.Equal(3, bench.Sent.Count);
    }

    // Timers of the framework end after 49 days.
    [Fact]
    public void A_generator_may_wait_for_months()
    {
        using var bench = new ModuleBench("generator", "delay = 100 d, interval = 60 d, count = 2").Start();
        bench.Advance(TimeSpan.FromDays(99));
        Assert.Empty(bench.Sent);
        bench.Advance(TimeSpan.FromDays(2));
        Assert.Single(bench.Sent);
        bench.Advance(TimeSpan.FromDays(60));
        Assert.Equal((2, 0), (bench.Sent.Count, bench.Errors.Count));
    }

    [Fact]
    public void A_generator_makes_an_event_at_once_and_then_one_each_interval()
    {
        using var bench = new ModuleBench("generator", "interval = 10 s, event.data = hello").Start();
        Assert.Equal(["hello"], bench.Texts);
        bench.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal([0L, 1L, 2L], bench.Sent.Select(item => item.Attributes["number"]));
        Assert.Equal([VirtualTime.Start, VirtualTime.Start.AddSeconds(10), VirtualTime.Start.AddSeconds(20)], bench.Sent.Select(item => item.Created));
    }

    [Fact]
    public void Its_rounds_end_with_their_count_and_begin_after_its_delay()
    {
        using var bench = new ModuleBench("generator", "interval = 1 s, delay = 5 s, count = 3, burst = 2").Start();
        bench.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(bench.Sent);
        bench.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(6, bench.Sent.Count);
    }

    [Fact]
    public void What_comes_in_makes_one_more()
    {
        using var bench = new ModuleBench("generator", "count = 0, event { data = \"<a/>\", kind = xml, attributes { who/name = me } }").Start();
        bench.Send("anything");
        var item = Assert.Single(bench.Sent);
        Assert.Equal(("<a />", "me"), (item.Text, (string?)item.Attributes["who/name"]));
    }

    [Fact]
    public void It_can_make_errors()
    {
        using var bench = new ModuleBench("generator", "count = 1, event.error = on").Start();
        Assert.Empty(bench.Sent);
        Assert.Equal((FlowErrorKind.Failed, "it was told to make errors"), (bench.Error.Kind, bench.Error.Message));
    }

    [Fact]
    public void Rounds_that_nobody_had_time_for_are_left_out()
    {
        using var bench = new ModuleBench("generator", "interval = 10 s").Start();
        bench.Clock.Jump(TimeSpan.FromSeconds(35));
        bench.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([0, 35, 40], bench.Sent.Select(item => (item.Created - VirtualTime.Start).TotalSeconds));
    }

    [Fact]
    public void Cron_makes_events_at_times_of_the_clock()
    {
        using var bench = new ModuleBench("cron", "schedule = \"*/20 13 * * *\", zone = Europe/Berlin").Start();
        bench.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["12:20", "12:40", "12:00"], bench.Sent.Select(item => item.Created.ToString("HH:mm")));
        Assert.Equal("13:20 +01:00", ((DateTimeOffset)bench.Sent[0].Attributes["scheduled"]!).ToString("HH:mm zzz"));
    }

    [Theory]
    [InlineData("skip", 0)]
    [InlineData("once", 1)]
    public void Times_that_were_missed_are_left_out_or_made_up_for_once(string missed, int made)
    {
        using var bench = new ModuleBench("cron", $"schedule = \"* * * * *\", missed = {missed}").Start();
        bench.Clock.Jump(TimeSpan.FromMinutes(30.5) + TimeSpan.FromHours(1));
        bench.Advance(TimeSpan.Zero);
        var before = bench.Sent.Count;
        bench.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(made, before);
        Assert.Equal([31, 32], bench.Sent.Skip(before).Select(item => item.Created.Minute));
        Assert.Single(bench.Logs);
    }
}
