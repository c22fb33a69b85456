using Akka.Configuration;
using Xunit;

namespace Akka.Tests.Configuration;

public class SubstitutionTests
{
    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    [Theory]
    [InlineData("b = 1\na = ${b}", "1")]
    [InlineData("a = ${b}\nb = 1", "1")]
    [InlineData("a = ${b}\nb = 1\nb = 2", "2")]
    [InlineData("a = ${b.c.\"d.e\"}\nb.c.\"d.e\" = 1", "1")]
    [InlineData("a = x${b}y ${b}\nb = 1", "x1y 1")]
    [InlineData("a = \"x\"${b}\nb = 1", "x1")]
    [InlineData("a = ${b}${c}\nb = 1\nc = 2", "12")]
    [InlineData("a = ${b}\nb = ${c}\nc = 1", "1")]
    [InlineData("a = ${ b }\nb = 1", "1")]
    [InlineData("b { x = 1, y = ${b.x} }\na = ${b.y}", "1")]
    [InlineData("b { x = 1, y = ${b.x} }\nb { x = 2 }\na = ${b.y}", "2")]
    public void A_substitution_has_the_final_value_of_its_path(string hocon, string expected) => Assert.Equal(expected, Parse(hocon).GetString("a"));

    [Theory]
    [InlineData("a = ${?b}")]
    [InlineData("a = ${?b}${?c}")]
    [InlineData("a = ${?b} ${?c}")]
    [InlineData("a = ${?a}")]
    [InlineData("a = ${?b}\nb = ${?a}")]
    [InlineData("b = 1\na = ${?b.c}")]
    public void An_optional_substitution_without_a_value_leaves_the_key_out(string hocon) => Assert.False(Parse(hocon).HasPath("a"));

    [Theory]
    [InlineData("a = 1\na = ${?b}", "1")]
    [InlineData("a = x${?b}y", "xy")]
    [InlineData("a = 1\na = ${?b}\nb = 2", "2")]
    public void An_optional_substitution_without_a_value_changes_nothing(string hocon, string expected) => Assert.Equal(expected, Parse(hocon).GetString("a"));

    [Theory]
    [InlineData("a = 1\na = ${a}2", "12")]
    [InlineData("a = 1\na = ${a}2\na = ${a}3", "123")]
    [InlineData("a = ${?a}1", "1")]
    [InlineData("b.a = 1\nb { a = ${b.a}2 }\na = ${b.a}", "12")]
    [InlineData("b = 1\nb = ${a}\na = ${b}", "1")]
    public void A_substitution_of_its_own_key_has_the_earlier_value(string hocon, string expected) => Assert.Equal(expected, Parse(hocon).GetString("a"));

    [Fact]
    public void A_substitution_below_its_own_key_has_the_earlier_value()
    {
        var config = Parse("a { b { c = 1 } }\na = ${a.b}\na { b = 2 }");
        Assert.Equal(1, config.GetInt("a.c"));
        Assert.Equal(2, config.GetInt("a.b"));
    }

    [Theory]
    [InlineData("base { x = 1, y = 2 }\na = ${base} { y = 3 }")]
    [InlineData("base { x = 1, y = 2 }\na = ${base}\na { y = 3 }")]
    [InlineData("base { x = 1, y = 2 }\na = ${base}\na.y = 3")]
    [InlineData("a { x = 1, y = 2 }\na = ${over}\nover.y = 3")]
    [InlineData("a { x = 1 } ${over}\nover.y = 3")]
    [InlineData("a = ${base} ${over}\nbase { x = 1, y = 2 }\nover.y = 3")]
    public void An_object_merges_with_a_substituted_one(string hocon)
    {
        var config = Parse(hocon);
        Assert.Equal((1, 3), (config.GetInt("a.x"), config.GetInt("a.y")));
    }

    [Fact]
    public void A_field_sees_its_siblings_in_an_object_joined_to_a_substitution()
    {
        var config = Parse("base { host = h }\na = ${base} { port = 1, address = ${a.host}\":\"${a.port} }");
        Assert.Equal("h:1", config.GetString("a.address"));
    }

    [Fact]
    public void A_value_hidden_by_a_later_one_need_not_exist() => Assert.Equal("1", Parse("a = ${nothing}\na = 1").GetString("a"));

    [Fact]
    public void An_environment_variable_stands_in_for_a_path_without_a_value()
    {
        const string Name = "ACTORS_HOCON_TEST_VARIABLE";
        Environment.SetEnvironmentVariable(Name, "from outside");
        Assert.Equal("from outside", Parse($"a = ${{{Name}}}").GetString("a"));
        Assert.Equal("from outside:/x", Parse($"{Name} = ${{{Name}}}\":/x\"").GetString(Name));
        Assert.Equal("from inside", Parse($"a = ${{{Name}}}\n{Name} = from inside").GetString("a"));
    }

    [Fact]
    public void Items_may_be_substitutions()
    {
        var config = Parse("x = 1\nlist = [2, 3]\na = [${x}, ${?nothing}, ${list}]\nb = [0] ${list} [4]\nb += ${x}");
        Assert.Equal("1", config.GetValue("a").GetArray()[0].GetString());
        Assert.Equal([2, 3], config.GetValue("a").GetArray()[1].GetIntList());
        Assert.Equal([0, 2, 3, 4, 1], config.GetIntList("b"));
    }

    [Fact]
    public void Quotes_protect_from_substitution() => Assert.Equal("${b}", Parse("a = \"${b}\"").GetString("a"));
}
