using Akka.Configuration;
using Xunit;

namespace Akka.Tests.Configuration;

public class HoconErrorTests
{
    private static string MessageOf(string hocon) =>
        Assert.ThrowsAny<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon)).Message;

    [Theory]
    [InlineData("a {\n  b = 1\n", "(1,3): expected '}'")]
    [InlineData("a = 1\n}", "(2,1): expected a key, found '}'")]
    [InlineData("a = [1\n", "(1,5): expected ']'")]
    [InlineData("a = [1}", "(1,7): expected a newline, ',' or ']' after the value, found '}'")]
    [InlineData("a = \"x\nb = 1", "(1,5): expected '\"' before the end of the line")]
    [InlineData("a = \"\"\"x\n", "(1,5): expected \"\"\"")]
    [InlineData("a = \"\\d\"", "(1,6): expected one of \\\"")]
    [InlineData("a = \"\\u12\"", "(1,6): expected four hexadecimal digits")]
    [InlineData("a\nb = 1", "(2,1): expected '=', ':', '+=' or '{' after the key \"a\", found 'b'")]
    [InlineData("a", "(1,2): expected '=', ':', '+=' or '{' after the key \"a\", found the end of the text")]
    [InlineData("a =", "(1,4): expected a value, found the end of the text")]
    [InlineData("a = , b = 1", "(1,5): expected a value, found ','")]
    [InlineData("a = [1,,2]", "(1,8): expected a value, found ','")]
    [InlineData("a = 1,,b = 2", "(1,7): expected a key, found ','")]
    [InlineData("a = b:c", "(1,6): expected a newline or ',' after the value, found ':'")]
    [InlineData("a = x y@z", "(1,8): expected a value, found '@'")]
    [InlineData("a..b = 1", "(1,3): expected a key, found '.'")]
    [InlineData("*x = 1", "(1,1): expected a key, found '*'")]
    [InlineData("a { x = 1 } b { }", "(1,13): expected more of an object on this line, found \"b\"")]
    [InlineData("a = [1] x", "(1,9): expected more of an array on this line, found \"x\"")]
    [InlineData("a = x [1]", "(1,7): expected more of \"x\" on this line, found an array")]
    [InlineData("{ a = 1 } b = 2", "(1,11): expected the end of the text")]
    [InlineData("a = 1\n\na += 2", "(3,6): expected an array before '+=', found \"1\"")]
    [InlineData("a = $b", "(1,5): expected a value, found '$'")]
    public void A_mistake_is_reported_with_its_place(string hocon, string start) =>
        Assert.StartsWith(start, MessageOf(hocon), StringComparison.Ordinal);

    [Theory]
    [InlineData("a = ${b", "(1,8): expected '}' at the end of the substitution")]
    [InlineData("a = ${}", "(1,7): expected a key, found '}'")]
    [InlineData("\n a = ${nothing.there}", "(2,6): expected a value for ${nothing.there}, found none")]
    [InlineData("a = ${b}\nb = ${a}", "(1,5): expected a value for ${b} that does not need itself, found the cycle ${b} -> ${a} -> ${b}")]
    [InlineData("a { b = ${a} }", "(1,9): expected a value for ${a} that does not need itself, found the cycle ${a} -> ${a}")]
    [InlineData("a = [1]\nc = ${a} x", "(2,10): expected more of an array on this line, found \"x\"")]
    [InlineData("a = 1\nc = ${a} { x = 1 }", "(2,10): expected more of \"1\" on this line, found an object")]
    public void A_mistake_in_a_substitution_is_reported_with_its_place(string hocon, string start) =>
        Assert.StartsWith(start, MessageOf(hocon), StringComparison.Ordinal);

    [Theory]
    [InlineData("include url(\"x\")", "(1,9): expected a file name in double quotes, found 'u'")]
    [InlineData("a = 1\ninclude \"\"", "(2,1): expected a file name")]
    [InlineData("include file(\"x\"", "(1,17): expected ')'")]
    [InlineData("include required(\"missing.conf\")", "(1,1): expected a file \"missing.conf\" for this include, found none")]
    public void A_mistake_in_an_include_is_reported_with_its_place(string hocon, string start) =>
        Assert.StartsWith(start, MessageOf(hocon), StringComparison.Ordinal);

    [Fact]
    public void Every_message_says_what_to_do() =>
        Assert.EndsWith("; close the object", MessageOf("a {"), StringComparison.Ordinal);

    [Fact]
    public void Nesting_has_a_limit()
    {
        Assert.Contains("at most 200 nested levels", MessageOf(string.Concat(Enumerable.Repeat("a {", 100_000))), StringComparison.Ordinal);
        Assert.Contains("at most 200 nested levels", MessageOf("a = " + new string('[', 100_000)), StringComparison.Ordinal);
        Assert.Contains("at most 200 nested levels", MessageOf(string.Join('.', Enumerable.Repeat("a", 100_000)) + " = 1"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_length_of_a_text_has_a_limit() =>
        Assert.Contains("at most 10000000 characters", MessageOf(new string(' ', 10_000_001)), StringComparison.Ordinal);

    [Fact]
    public void Substitutions_that_double_each_other_have_a_limit()
    {
        var lines = Enumerable.Range(1, 40).Select(i => $"a{i} = [${{a{i - 1}}}, ${{a{i - 1}}}]");
        Assert.Contains("do substitutions double each other?", MessageOf("a0 = x\n" + string.Join('\n', lines)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_of_substitutions_has_a_limit()
    {
        var lines = Enumerable.Range(1, 10_000).Select(i => $"a{i} = ${{a{i - 1}}}");
        Assert.Contains("substitutions and levels inside each other", MessageOf("a0 = x\n" + string.Join('\n', lines.Reverse())), StringComparison.Ordinal);
        Assert.Contains("values with substitutions for one key", MessageOf(string.Concat(Enumerable.Repeat("a = ${?a}x\n", 10_000))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = x", "(1,5): a: expected a whole number from -2147483648 to 2147483647, found \"x\"")]
    [InlineData("\na = 99999999999", "(2,5): a: expected a whole number")]
    [InlineData("a = 1.5", "(1,5): a: expected a whole number")]
    [InlineData("a { b = 1 }", "(1,1): a: expected a whole number from -2147483648 to 2147483647, found an object")]
    [InlineData("a = [1]", "(1,5): a: expected a whole number from -2147483648 to 2147483647, found an array")]
    public void A_value_of_the_wrong_kind_is_reported_with_its_path_and_place(string hocon, string start)
    {
        var config = ConfigurationFactory.ParseString(hocon);
        var mistake = Assert.ThrowsAny<ConfigurationException>(() => config.GetInt("a"));
        Assert.StartsWith(start, mistake.Message, StringComparison.Ordinal);
    }
}
