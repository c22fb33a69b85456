using System.Text;
using Actors.Services.Methods;
using Actors.Services.Transfers;
using Xunit;

namespace Actors.Tests.Services.Transfers;

public class ArgumentOutlineTests
{
    private static readonly string Long = new('x', 2000);

    [Fact]
    public void Short_arguments_stay_and_long_ones_are_null() =>
        Assert.Equal(("""[1,null,"b",null]""", """{"customer":{"id":7},"data":null}"""), Of($$"""[1, "{{Long}}", "b", ["{{Long}}"]]""", $$"""{"customer": {"id":7}, "data": "{{Long}}"}"""));

    [Fact]
    public void There_are_never_many_of_them() => Assert.InRange(Of($"[{string.Join(',', Enumerable.Repeat("1000", 1_000_000))}]", "").Positional.Length, 4000, 6000);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("[1, 2")]
    [InlineData("[1, \u0001]")]
    public void What_is_no_array_has_none(string json) => Assert.Equal("", Of(json, "").Positional);

    private static (string Positional, string Named) Of(string positional, string named)
    {
        var outline = ArgumentOutline.Of(new Arguments(Encoding.UTF8.GetBytes(positional), Encoding.UTF8.GetBytes(named)));
        return (Encoding.UTF8.GetString(outline.Positional.Span), Encoding.UTF8.GetString(outline.Named.Span));
    }
}
