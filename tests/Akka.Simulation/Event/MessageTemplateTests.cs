using Akka.Event.Internal;
using Xunit;

namespace Akka.Simulation.Event;

public sealed class MessageTemplateTests
{
    private sealed class Unprintable
    {
        public override string ToString() => throw new InvalidOperationException("on purpose");
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{0} and {1}", "1 and two")]
    [InlineData("{1} before {0}", "two before 1")]
    [InlineData("{0:000}", "001")]
    [InlineData("{0,4}|", "   1|")]
    [InlineData("{Count} of {Name}", "1 of two")]
    [InlineData("{Count} and {Count} again, {Name}", "1 and 1 again, two")]
    [InlineData("{Count:000} {@Name}", "001 two")]
    [InlineData("{0} of {Name}", "1 of two")]
    [InlineData("{{not a hole}} {0}", "{not a hole} 1")]
    public void Holes_are_filled(string template, string expected) => Assert.Equal(expected, MessageTemplate.Fill(template, [1, "two"]));

    [Theory]
    [InlineData("{0} {1} {2}", "{0} {1} {2} [1, two]")]
    [InlineData("{open", "{open [1, two]")]
    [InlineData("{} empty", "{} empty [1, two]")]
    [InlineData("closed}", "closed} [1, two]")]
    public void A_template_that_does_not_fit_is_shown_with_its_arguments(string template, string expected) =>
        Assert.Equal(expected, MessageTemplate.Fill(template, [1, "two"]));

    [Fact]
    public void Without_arguments_a_text_is_left_alone() => Assert.Equal("{0} {", MessageTemplate.Fill("{0} {", []));

    [Fact]
    public void Null_arguments_are_empty() => Assert.Equal("a  b", MessageTemplate.Fill("a {0} b", [null]));

    [Fact]
    public void An_argument_that_cannot_be_printed_does_not_fail_the_log_call()
    {
        Assert.Contains("on purpose", MessageTemplate.Fill("{0}", [new Unprintable()]));
        Assert.Contains("on purpose", MessageTemplate.Fill("{1}", [new Unprintable()]));
    }
}
