using System.Text.Json;
using Actors.Dataflow;
using Actors.Dataflow.Data;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

public sealed class JoiningTests
{
    [Fact]
    public void Join_makes_one_event_of_the_same_event_at_all_inboxes()
    {
        using var bench = Join("");
        var item = bench.NewEvent(JsonElement.Parse("1"));
        bench.Send(item.WithAttribute("a", 1), "left");
        Assert.Empty(bench.Sent);
        bench.Send(item.WithData("""{"b":2}""").WithAttribute("b", 2), "right");
        var joined = Assert.Single(bench.Sent);
        Assert.Equal((item.Id, """{"left":1,"right":{"b":2}}"""), (joined.Id, joined.Text));
        Assert.Equal((1, 2), (joined.Attributes["a"], joined.Attributes["b"]));
    }

    [Fact]
    public void Several_events_are_joined_each_with_itself_in_any_order()
    {
        using var bench = Join("");
        var (one, other) = (bench.NewEvent(JsonElement.Parse("1")), bench.NewEvent(JsonElement.Parse("2")));
        bench.Send(one, "left");
        bench.Send(other, "right");
        bench.Send(other, "left");
        bench.Send(one, "right");
        Assert.Equal(["""{"left":2,"right":2}""", """{"left":1,"right":1}"""], bench.Texts);
    }

    [Fact]
    public void Documents_are_joined_in_a_root()
    {
        using var bench = Join("form = xml, root = all");
        var item = bench.NewEvent("<b/>");
        bench.Send(item, "right");
        bench.Send(item.WithData("<a x='1'/>"), "left");
        Assert.Equal("<all><a x=\"1\" /><b /></all>", bench.Texts.Single());
    }

    [Fact]
    public void A_second_one_at_the_same_inbox_is_passed_over()
    {
        using var bench = Join("");
        var item = bench.NewEvent(JsonElement.Parse("1"));
        bench.Send(item, "left");
        bench.Send(item.WithData(JsonElement.Parse("2")), "left");
        Assert.Empty(bench.Sent);
        bench.Send(item, "right");
        Assert.Equal("""{"left":1,"right":1}""", bench.Texts.Single());
        Assert.Contains("the inbox left got the event twice", bench.Logs.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error", 0, 1)]
    [InlineData("send", 1, 0)]
    [InlineData("drop", 0, 0)]
    public void An_event_that_lacks_parts_for_too_long_is_given_up(string incomplete, int sent, int errors)
    {
        using var bench = Join($"purge-interval = 10 s, incomplete = {incomplete}").Start();
        bench.Send(bench.NewEvent(JsonElement.Parse("1")), "left");
        bench.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(bench.Errors);
        bench.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((sent, errors), (bench.Sent.Count, bench.Errors.Count));
        if (errors == 1) Assert.Equal((FlowErrorKind.Timeout, "the event has not come to right, or not in time", "1"), (bench.Error.Kind, bench.Error.Message, bench.Errors[0].Text));
        if (sent == 1) Assert.Equal("""{"left":1}""", bench.Texts[0]);
    }

    [Fact]
    public void At_its_limit_and_at_the_end_of_the_flow_too()
    {
        using var bench = Join("limit = 2").Start();
        for (var each = 1; each <= 3; each++) bench.Send(bench.NewEvent(JsonElement.Parse($"{each}")), "left");
        Assert.Equal("1", bench.Errors.Single().Text);
        bench.Flush();
        Assert.Equal(["1", "2", "3"], bench.Errors.Select(item => item.Text));
    }

    [Fact]
    public void What_cannot_be_joined_is_an_error_and_spoils_nothing()
    {
        using var bench = Join("");
        var item = bench.NewEvent("no JSON");
        bench.Send(item, "left");
        Assert.Equal(FlowErrorKind.MalformedData, bench.Error.Kind);
        bench.Send(item.WithData(JsonElement.Parse("1")), "left");
        bench.Send(item.WithData(JsonElement.Parse("2")), "right");
        Assert.Single(bench.Sent);
    }

    [Theory]
    [InlineData("form = json", "[1,2,3]")]
    [InlineData("form = text", "1\n2\n3")]
    [InlineData("form = text, separator = \", \"", "1, 2, 3")]
    public void A_batch_is_sent_when_it_is_full(string settings, string data)
    {
        using var bench = new ModuleBench("batch", $"size = 3, {settings}").Start();
        for (var each = 1; each <= 4; each++) bench.Send($"{each}");
        var batch = Assert.Single(bench.Sent);
        Assert.Equal((data, 3), (batch.Text, batch.Attributes["batch/count"]));
        bench.Flush();
        Assert.Equal(2, bench.Sent.Count);
    }

    [Fact]
    public void Documents_are_batched_in_a_root()
    {
        using var bench = new ModuleBench("batch", "size = 2, form = xml, root = orders").Start();
        bench.Send("<order id='1'/>");
        bench.Send("<order");
        bench.Send("<order id='2'/>");
        Assert.Equal("<orders><order id=\"1\" /><order id=\"2\" /></orders>", bench.Texts.Single());
        Assert.Equal(FlowErrorKind.MalformedData, bench.Error.Kind);
    }

    [Fact]
    public void A_batch_is_sent_when_its_first_event_has_waited_long_enough()
    {
        using var bench = new ModuleBench("batch", "max-age = 8 s, form = text").Start();
        bench.Send("a");
        bench.Advance(TimeSpan.FromSeconds(5));
        bench.Send("b");
        Assert.Empty(bench.Sent);
        bench.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["a\nb"], bench.Texts);
        bench.Advance(TimeSpan.FromSeconds(20));
        Assert.Single(bench.Sent);
    }

    [Fact]
    public void A_batch_is_sent_when_it_would_have_too_many_bytes()
    {
        using var bench = new ModuleBench("batch", "max-bytes = 10, form = text, separator = \"|\"").Start();
        foreach (var text in (string[])["12345", "1234", "1234", new string('x', 50), "1"]) bench.Send(text);
        Assert.Equal(["12345|1234", "1234", new string('x', 50)], bench.Texts);
    }

    [Fact]
    public void Events_are_batched_by_their_key_and_with_too_many_keys_the_oldest_is_sent()
    {
        using var bench = new ModuleBench("batch", "size = 2, max-keys = 2, form = text, key = \"{region}\"").Start();
        foreach (var (data, region) in ((string, string)[])[("1", "east"), ("2", "west"), ("3", "east"), ("4", "north"), ("5", "south")]) bench.Send(bench.NewEvent(data).WithAttribute("region", region));
        Assert.Equal(["1\n3", "2"], bench.Texts);
        Assert.Equal(["east", "west"], bench.Sent.Select(item => (string?)item.Attributes["batch/key"]));
    }

    [Theory]
    [InlineData("", "[1,{\"a\":2}]", "json", "1 {\"a\":2}")]
    [InlineData("json-path = \"$.lines[*]\"", "{\"lines\":[1,2]}", "json", "1 2")]
    [InlineData("", "<a><b>1</b><c/></a>", "xml", "<b>1</b> <c />")]
    [InlineData("", "one\ntwo\n", "text", "one two")]
    [InlineData("separator = \";\"", "one;two", "text", "one two")]
    public void Unbatch_makes_many_events_of_one(string settings, string data, string form, string parts)
    {
        using var bench = new ModuleBench("unbatch", settings);
        object given = form switch
        {
            "json" => JsonElement.Parse(data),
            "xml" => XmlData.Parse(data),
            _ => data,
        };
        var item = bench.Send(bench.NewEvent(given).WithAttribute("a", 1));
        Assert.Equal(parts, string.Join(' ', bench.Texts));
        Assert.Equal([(0, 1), (1, 1)], bench.Sent.Select(part => ((int)part.Attributes["batch/index"]!, (int)part.Attributes["a"]!)));
        Assert.All(bench.Sent, part => Assert.Equal(item.Id.ToString(), part.Attributes["batch/id"]));
        Assert.DoesNotContain(item.Id, bench.Sent.Select(part => part.Id));
    }

    [Fact]
    public void Attributes_of_all_parts_are_kept_also_below_one_name()
    {
        using var bench = new ModuleBench("join") { Inboxes = ["a", "b"] }.Start();
        var item = bench.NewEvent("1");
        bench.Send(item.WithAttribute("customer/name", "Ann").WithAttribute("customer/city", "Rome"), "a");
        bench.Send(item.WithAttribute("customer/age", 7).WithAttribute("customer/city", "Oslo"), "b");
        var joined = Assert.Single(bench.Sent).Attributes;
        Assert.Equal(("Ann", 7, "Oslo"), (joined["customer/name"], joined["customer/age"], joined["customer/city"]));
    }

    [Theory]
    [InlineData("batch", "size = 2")]
    [InlineData("join", "")]
    public void Data_as_deep_as_they_may_be_take_no_others_with_them(string module, string settings)
    {
        using var bench = new ModuleBench(module, settings) { Inboxes = ["a", "b"] }.Start();
        var item = bench.NewEvent("{\"fine\":1}");
        bench.Send(item, "a");
        bench.Send(item.WithData(new string('[', 64) + new string(']', 64)), "b");
        Assert.Empty(bench.Errors);
        Assert.Contains("{\"fine\":1}", Assert.Single(bench.Texts), StringComparison.Ordinal);
    }

    // Timers of the framework end after 49 days.
    [Fact]
    public void A_join_may_wait_for_months()
    {
        using var bench = new ModuleBench("join", "purge-interval = 200 d") { Inboxes = ["a", "b"] }.Start();
        bench.Send("1", "a");
        bench.Advance(TimeSpan.FromDays(199));
        Assert.Empty(bench.Errors);
        bench.Advance(TimeSpan.FromDays(2));
        Assert.Equal(FlowErrorKind.Timeout, bench.Error.Kind);
    }

    [Fact]
    public void Lines_may_end_as_on_Windows()
    {
        using var bench = new ModuleBench("unbatch").Start();
        bench.Send("a\r\nb\r\n\r\n");
        Assert.Equal(["a", "b"], bench.Texts);
    }

    [Fact]
    public void More_parts_than_its_limit_are_an_error()
    {
        using var bench = new ModuleBench("unbatch", "max-items = 2");
        bench.Send("a\nb\nc");
        Assert.Empty(bench.Sent);
        Assert.Equal(FlowErrorKind.TooLarge, bench.Error.Kind);
    }

    private static ModuleBench Join(string settings) => new("join", settings) { Inboxes = ["left", "right"] };
}
