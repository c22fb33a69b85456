using System.Text.Json;
using Actors.Dataflow.Values;
using Xunit;

namespace Actors.Tests.Dataflow.Values;

public sealed class JsonPathTests
{
    private const string Store = """
        {"books":[{"title":"A","price":8,"tags":["x","y"]},{"title":"B","price":12.5,"isbn":"1"},{"title":"C","price":9,"isbn":"2"}],"bike":{"price":20},"odd name":1,"limit":10}
        """;

    [Theory]
    [InlineData("$.bike.price", "20")]
    [InlineData("$['odd name']", "1")]
    [InlineData("$[\"bike\"]['price']", "20")]
    [InlineData("$.books[*].title", "\"A\" \"B\" \"C\"")]
    [InlineData("$.books[0].title", "\"A\"")]
    [InlineData("$.books[-1].title", "\"C\"")]
    [InlineData("$.books[7].title", "")]
    [InlineData("$.books[1:].title", "\"B\" \"C\"")]
    [InlineData("$.books[:2].title", "\"A\" \"B\"")]
    [InlineData("$.books[::-1].title", "\"C\" \"B\" \"A\"")]
    [InlineData("$.books[0,2].title", "\"A\" \"C\"")]
    [InlineData("$.books[1::2147483647].title", "\"B\"")]
    [InlineData("$..price", "8 12.5 9 20")]
    [InlineData("$..tags[*]", "\"x\" \"y\"")]
    [InlineData("$.books[?@.isbn].title", "\"B\" \"C\"")]
    [InlineData("$.books[?!@.isbn].title", "\"A\"")]
    [InlineData("$.books[?@.price < 10].title", "\"A\" \"C\"")]
    [InlineData("$.books[?@.price < $.limit && @.isbn].title", "\"C\"")]
    [InlineData("$.books[?(@.title == 'A' || @.title == \"B\") && @.price >= 8].title", "\"A\" \"B\"")]
    [InlineData("$.books[?@.title != 'A'].title", "\"B\" \"C\"")]
    [InlineData("$.books[?@.missing == null].title", "")]
    [InlineData("$.books[?@.tags[0] == 'x'].price", "8")]
    [InlineData("$.nothing.at.all", "")]
    [InlineData("$.limit.below", "")]
    public void A_path_selects_values(string path, string selected) =>
        Assert.Equal(selected, string.Join(' ', JsonPath.Parse(path).Select(JsonElement.Parse(Store)).Select(value => value.GetRawText())));

    [Theory]
    [InlineData("")]
    [InlineData("books")]
    [InlineData("$.")]
    [InlineData("$books")]
    [InlineData("$[")]
    [InlineData("$[x]")]
    [InlineData("$['x]")]
    [InlineData("$[?]")]
    [InlineData("$[?@.a ==]")]
    [InlineData("$[?1]")]
    [InlineData("$[?(@.a]")]
    [InlineData("$[99999999999]")]
    [InlineData("$.a b")]
    public void What_is_no_path_is_told(string path) => Assert.Contains("is no JSON path", Assert.Throws<FormatException>(() => JsonPath.Parse(path)).Message, StringComparison.Ordinal);

    [Fact]
    public void Filters_that_lie_too_deep_are_refused() => Assert.Throws<FormatException>(() => JsonPath.Parse($"$[?{new string('(', 1000)}@.a{new string(')', 1000)}]"));
}
