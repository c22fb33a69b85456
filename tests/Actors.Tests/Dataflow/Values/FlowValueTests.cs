using Actors.Dataflow;
using Actors.Dataflow.Values;
using Xunit;

namespace Actors.Tests.Dataflow.Values;

public sealed class FlowValueTests
{
    private static readonly FlowEvent Item = new FlowEvent(new EventId(1), System.Text.Json.JsonElement.Parse("""{"order":{"lines":[{"id":7}]},"paid":true,"none":null}"""))
    {
        Created = VirtualTime.Start,
        Http = new HttpExchange { Method = "POST", Path = "/orders", Headers = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("Accept", "text/xml") },
    }.WithAttribute("customer/name", "Ann").WithAttribute("data", "mine");

    [Theory]
    [InlineData("data/order/lines/0/id", "7")]
    [InlineData("data/paid", "true")]
    [InlineData("data/none", null)]
    [InlineData("data/order/lines/1", null)]
    [InlineData("customer/name", "Ann")]
    [InlineData("customer/name/first", null)]
    [InlineData("attributes/data", "mine")]
    [InlineData("http/method", "POST")]
    [InlineData("http/header/Accept", "text/xml")]
    [InlineData("http/query/q", null)]
    [InlineData("error/message", null)]
    [InlineData("id", "00000000000000000000000000000001")]
    public void A_path_names_a_part_of_an_event(string path, string? value) => Assert.Equal(value, EventPath.Parse(path).ReadText(Item));

    [Theory]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("http/nonsense")]
    [InlineData("error/nonsense")]
    [InlineData("http/header")]
    public void What_names_nothing_is_told(string path) => Assert.Throws<FormatException>(() => EventPath.Parse(path));

    [Theory]
    [InlineData("Dear {customer/name}!", "Dear Ann!")]
    [InlineData("{customer/title?}{customer/name}", "Ann")]
    [InlineData("{customer/title?Ms} {customer/name}", "Ms Ann")]
    [InlineData("{created:yyyy-MM-dd}.log", "2026-01-05.log")]
    [InlineData("{{{data/order/lines/0/id}}}", "{7}")]
    [InlineData("", "")]
    public void A_template_has_parts_of_the_event_in_it(string template, string text) => Assert.Equal(text, FlowTemplate.Parse(template).Render(Item));

    [Theory]
    [InlineData("{open")]
    [InlineData("shut}")]
    [InlineData("{}")]
    [InlineData("{http/nonsense}")]
    public void What_is_no_template_is_told(string template) => Assert.Throws<FormatException>(() => FlowTemplate.Parse(template));

    [Fact]
    public void What_a_template_needs_and_the_event_lacks_is_an_error()
    {
        var failure = Assert.Throws<FlowException>(() => FlowTemplate.Parse("{customer/title}").Render(Item));
        Assert.Equal((FlowErrorKind.Unprocessable, "the event has no customer/title, which the text needs"), (failure.Kind, failure.Message));
    }

    [Fact]
    public void A_pattern_without_back_references_takes_linear_time() => Assert.False(FlowPattern.Parse("^(a+)+$").IsMatch(new string('a', 100_000) + "b"));

    [Fact]
    public void A_pattern_with_them_is_held_by_its_limit()
    {
        var failure = Assert.Throws<FlowException>(() => FlowPattern.Parse(@"^(a+)+(?=c)$").Within(TimeSpan.FromMilliseconds(20)).IsMatch(new string('a', 40) + "b"));
        Assert.Equal(FlowErrorKind.Timeout, failure.Kind);
    }

    [Theory]
    [InlineData("secret", "my secret", "my ***")]
    [InlineData("card=(\\d+)", "card=1234 card=99", "card=*** card=***")]
    [InlineData("(a(b)c)-(d)", "abc-d", "***-***")]
    public void Only_groups_are_replaced_where_there_are_some(string pattern, string text, string result) => Assert.Equal(result, FlowPattern.Parse(pattern).Replace(text, "***"));

    [Theory]
    [InlineData("password=(?=(\\w+))", "password=abc!", "password=XX!")]
    [InlineData("(?<=(\\d\\d))-x", "12-x", "XX-x")]
    [InlineData("((a)b)c", "abc", "XXc")]
    [InlineData("secret", "a secret, a secret", "a XX, a XX")]
    public void A_pattern_replaces_what_its_groups_match_wherever_they_are(string pattern, string text, string replaced) => Assert.Equal(replaced, FlowPattern.Parse(pattern).Replace(text, "XX"));
}
