using Actors.Dataflow;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

public sealed class RoutingTests
{
    private const string Edges = "to { big = feedback, small = feedback, other = feedback }";

    [Theory]
    [InlineData("hello world", "big")]
    [InlineData("goodbye", "other")]
    public void A_router_sends_by_a_pattern_and_what_does_not_match_by_default(string data, string outbox)
    {
        using var bench = Router("routes = [{ patterns = [\"^hello\"], to = big }], default = other");
        bench.Send(data);
        Assert.Equal([outbox], bench.Ways);
    }

    [Fact]
    public void An_event_goes_by_all_routes_that_take_it_and_once_to_each_outbox()
    {
        using var bench = Router("routes = [{ patterns = [a], to = [big, small] }, { patterns = [b], to = [small, other] }]");
        bench.Send("ab");
        Assert.Equal(["big", "small", "other"], bench.Ways);
    }

    [Fact]
    public void The_first_route_may_keep_it()
    {
        using var bench = Router("first-only = on, routes = [{ patterns = [a], to = big }, { patterns = [b], to = small }]");
        bench.Send("ab");
        Assert.Equal(["big"], bench.Ways);
    }

    [Fact]
    public void Outboxes_are_named_with_a_star()
    {
        using var bench = new ModuleBench("router", "routes = [{ patterns = [x], to = \"log-*\" }]", "log-one", "log-two", "other");
        bench.Send("x");
        Assert.Equal(["log-one", "log-two"], bench.Ways);
    }

    [Fact]
    public void Without_a_route_and_a_default_or_with_a_route_to_nowhere_events_end()
    {
        using var bench = Router("routes = [{ patterns = [x], to = [] }], default = other");
        bench.Send("x");
        Assert.Empty(bench.Sent);
    }

    [Theory]
    [InlineData("x", new string[] { })]
    [InlineData("y", new[] { "big" })]
    public void A_blacklist_takes_the_others(string data, string[] ways)
    {
        using var bench = Router("mode = blacklist, routes = [{ patterns = [x], to = big }]");
        bench.Send(data);
        Assert.Equal(ways, bench.Ways);
    }

    [Theory]
    [InlineData("Ann", "gold", "big")]
    [InlineData("Ann", "tin", "other")]
    [InlineData("Bob", "gold", "other")]
    public void Conditions_look_at_a_scope_and_are_chained(string name, string level, string outbox)
    {
        using var bench = Router("routes = [{ scope = customer/name, patterns = [\"^A\"], and = [{ scope = customer/level, patterns = [gold] }], to = big }], default = other");
        bench.Send(bench.NewEvent("x").WithAttribute("customer/name", name).WithAttribute("customer/level", level));
        Assert.Equal([outbox], bench.Ways);
    }

    [Theory]
    [InlineData("xpath = \"/o:order[@total > 100]\"", "big")]
    [InlineData("xpath = \"count(//o:line) = 2\"", "big")]
    [InlineData("xpath = \"count(//o:line) = 3\"", "other")]
    [InlineData("xpath = \"//o:line\", patterns = [\"^sec\"]", "big")]
    [InlineData("xpath = \"//o:line\", patterns = [\"^third\"]", "other")]
    [InlineData("xpath = \"//o:line\", patterns = [\"^third\"], not = on", "big")]
    public void A_router_looks_into_XML(string condition, string outbox)
    {
        using var bench = Router($"routes = [{{ {condition}, namespaces {{ o = \"urn:orders\" }}, to = big }}], default = other");
        bench.Send("<order xmlns='urn:orders' total='120'><line>first</line><line>second</line></order>");
        Assert.Equal([outbox], bench.Ways);
    }

    [Theory]
    [InlineData("json-path = \"$.lines[?@.price > 10]\"", "big")]
    [InlineData("json-path = \"$.lines[?@.price > 100]\"", "other")]
    [InlineData("json-path = \"$..name\", patterns = [\"^th\"]", "big")]
    [InlineData("scope = data/lines, json-path = \"$[1].name\", patterns = [that]", "big")]
    public void A_router_looks_into_JSON(string condition, string outbox)
    {
        using var bench = Router($"routes = [{{ {condition}, to = big }}], default = other");
        bench.Send("""{"lines":[{"name":"this","price":5},{"name":"that","price":12}]}""");
        Assert.Equal([outbox], bench.Ways);
    }

    [Theory]
    [InlineData("xpath = \"/a\"", "<a")]
    [InlineData("json-path = \"$.a\"", "{")]
    public void Data_that_are_not_what_is_looked_into_are_an_error(string condition, string data)
    {
        using var bench = Router($"routes = [{{ {condition}, to = big }}]");
        bench.Send(data);
        Assert.Equal(FlowErrorKind.MalformedData, bench.Error.Kind);
    }

    [Fact]
    public void A_pattern_that_takes_too_long_is_an_error()
    {
        using var bench = Router("match-limit = 20 ms, routes = [{ patterns = [\"^(a+)+(?=c)$\"], to = big }]");
        bench.Send(new string('a', 40) + "b");
        Assert.Equal(FlowErrorKind.Timeout, bench.Error.Kind);
    }

    [Theory]
    [InlineData("east", "big", "x")]
    [InlineData("small", "small", "x")]
    [InlineData("nowhere", "other", "default = other")]
    [InlineData("nowhere", null, "")]
    public void Select_sends_an_event_to_the_outbox_that_it_names(string region, string? outbox, string settings)
    {
        using var bench = new ModuleBench("select", $"outbox = \"{{customer/region}}\", table {{ east = big }}, {(settings == "x" ? "" : settings)}\n{Edges}\n}}\nfeedback {{ module = discard", "big", "small", "other");
        bench.Send(bench.NewEvent("x").WithAttribute("customer/region", region));
        Assert.Equal(outbox is null ? [] : [outbox], bench.Ways);
        if (outbox is null) Assert.Equal(FlowErrorKind.NotFound, bench.Error.Kind);
    }

    [Theory]
    [InlineData("GET", "get")]
    [InlineData("HEAD", "get")]
    [InlineData("post", "post")]
    public void The_method_router_sends_requests_by_their_method(string method, string outbox)
    {
        using var bench = new ModuleBench("method-router", "", "get", "post");
        bench.Send(bench.NewEvent("x") with { Http = new HttpExchange { Method = method } });
        Assert.Equal([outbox], bench.Ways);
    }

    [Fact]
    public void Methods_are_written_as_one_likes()
    {
        using var bench = new ModuleBench("method-router", "", "GET", "Post");
        foreach (var method in (string[])["GET", "HEAD", "post"]) bench.Send(bench.NewEvent("x") with { Http = new HttpExchange { Method = method } });
        Assert.Equal(["GET", "GET", "Post"], bench.Ways);
    }

    [Fact]
    public void A_method_that_nobody_takes_is_405_with_those_that_are_allowed()
    {
        using var bench = new ModuleBench("method-router", "", "get", "post");
        bench.Send(bench.NewEvent("x") with { Http = new HttpExchange { Method = "DELETE" } });
        Assert.Equal((405, "GET, POST"), (bench.Error.Status, bench.Error.Headers["Allow"]));
    }

    [Fact]
    public void Round_robin_takes_turns()
    {
        using var bench = new ModuleBench("round-robin", "", "a", "b", "c");
        for (var each = 0; each < 5; each++) bench.Send(each);
        Assert.Equal(["a", "b", "c", "a", "b"], bench.Ways);
    }

    [Fact]
    public void A_switch_is_switched_by_its_control()
    {
        using var bench = new ModuleBench("switch", "outbox = big\nto { big = feedback }\n}\nfeedback { module = discard", "big", "small");
        bench.Send(1);
        bench.Send("small", "control");
        bench.Send(2);
        bench.Send("nonsense", "control");
        bench.Send(3);
        Assert.Equal(["big", "small", "small"], bench.Ways);
        Assert.Equal(FlowErrorKind.NotFound, bench.Error.Kind);
    }

    [Fact]
    public void A_gate_keeps_what_comes_while_it_is_shut_up_to_its_limit()
    {
        using var bench = Gate("open = off, limit = 2");
        foreach (var number in (int[])[1, 2, 3]) bench.Send(number);
        Assert.Empty(bench.Sent);
        Assert.Equal(FlowErrorKind.RateExceeded, bench.Error.Kind);
        bench.Send("open", "control");
        bench.Send(4);
        bench.Send("close", "control");
        bench.Send(5);
        Assert.Equal(["1", "2", "4"], bench.Texts);
        bench.Flush();
        Assert.Equal(["1", "2", "4", "5"], bench.Texts);
    }

    [Fact]
    public void Funnel_and_fanout_pass_on_what_they_get()
    {
        using var funnel = new ModuleBench("funnel");
        funnel.Send("x", "any");
        using var fanout = new ModuleBench("fanout", "", "a", "b");
        fanout.Send("x");
        Assert.Equal(("x", "x", "x"), (funnel.From("outbox")[0].Text, fanout.From("a")[0].Text, fanout.From("b")[0].Text));
    }

    private static ModuleBench Router(string settings) => new("router", $"{settings}\n{Edges}\n}}\nfeedback {{ module = discard", "big", "small", "other");

    [Fact]
    public void A_gate_is_told_what_to_do_in_JSON_too()
    {
        using var bench = Gate("open = off").Start();
        bench.Send("a");
        bench.Send(System.Text.Json.JsonSerializer.SerializeToElement("open"), "control");
        Assert.Equal(["a"], bench.Texts);
    }

    private static ModuleBench Gate(string settings) => new("gate", $"{settings}\n}}\nother {{ module = test-feed, to = it.control");
}
