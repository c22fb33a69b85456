using Actors.Dataflow;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

public sealed class SinkTests
{
    [Fact]
    public void Stdout_prints_what_comes_and_sends_it_on()
    {
        using var output = new StringWriter();
        using var bench = new ModuleBench("stdout", "prefix = \"I am number one: \", timestamp = on").Use<TextWriter>(output).Start();
        bench.Send("test");
        Assert.Equal("[2026-01-05 12:00:00.000000] I am number one: test", output.ToString().TrimEnd());
        Assert.Equal(["test"], bench.Texts);
    }

    [Fact]
    public void It_shows_why_an_event_failed()
    {
        using var output = new StringWriter();
        using var bench = new ModuleBench("stdout").Use<TextWriter>(output).Start();
        bench.Send(bench.NewEvent("test").WithError(new FlowError(FlowErrorKind.Failed, "other", ["no luck"])));
        Assert.Equal("test (failed in other: no luck)", output.ToString().TrimEnd());
    }

    [Fact]
    public void It_shows_the_whole_event_where_that_is_wanted()
    {
        using var output = new StringWriter();
        using var bench = new ModuleBench("stdout", "complete = on").Use<TextWriter>(output).Start();
        bench.Send(bench.NewEvent("test").WithAttribute("who/name", "me").WithAttribute("list", new object?[] { 1, "two" }));
        Assert.Contains("""
            "kind":"Text","data":"test","attributes":{"list":[1,"two"],"who":{"name":"me"}}
            """, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Discard_lets_events_end()
    {
        using var bench = new ModuleBench("discard").Start();
        bench.Send("test");
        Assert.Empty(bench.Sent);
    }

    [Fact]
    public void The_event_log_writes_a_line_for_each_event_and_sends_it_on()
    {
        using var bench = new ModuleBench("event-log", "level = warning, message = \"{who?somebody}: {data}\"").Start();
        bench.Send("test");
        bench.Send(bench.NewEvent("x").WithError(new FlowError(FlowErrorKind.Failed, "other", ["no luck"])));
        Assert.Equal(["Warning: somebody: test", "Error: other failed as Failed: no luck"], bench.Logs);
        Assert.Equal(2, bench.Sent.Count);
    }
}
