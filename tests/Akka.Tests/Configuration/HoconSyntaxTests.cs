using Akka.Configuration;
using Xunit;

namespace Akka.Tests.Configuration;

public class HoconSyntaxTests
{
    private static string Value(string hocon, string path = "a") => ConfigurationFactory.ParseString(hocon).GetString(path);

    private static IList<string> List(string hocon, string path = "a") => ConfigurationFactory.ParseString(hocon).GetStringList(path);

    [Theory]
    [InlineData("a = 1")]
    [InlineData("a : 1")]
    [InlineData("a=1")]
    [InlineData("{ a = 1 }")]
    [InlineData("{\"a\": 1}")]
    [InlineData("a =\n 1")]
    [InlineData("\uFEFFa = 1\r\n")]
    [InlineData("a = 1,")]
    [InlineData("# comment\na = 1 # comment")]
    [InlineData("// comment\na = 1 // comment")]
    [InlineData("  a\t=   1   \n\n\n")]
    [InlineData("a = 1 //")]
    public void A_field_may_be_written_in_many_ways(string hocon) => Assert.Equal("1", Value(hocon));

    [Theory]
    [InlineData("a { b { c = 1 } }")]
    [InlineData("a.b.c = 1")]
    [InlineData("a { b.c = 1 }")]
    [InlineData("a.b { c = 1 }")]
    [InlineData("a = { b : { c = 1 } }")]
    [InlineData("a\n{\n  b\n  {\n    c = 1\n  }\n}")]
    [InlineData("{a:{b:{c:1}}}")]
    [InlineData("a . b . c = 1")]
    [InlineData("\"a\".b.\"c\" = 1")]
    public void Nested_objects_and_dotted_keys_are_the_same(string hocon) => Assert.Equal("1", Value(hocon, "a.b.c"));

    [Theory]
    [InlineData("a = hello world", "hello world")]
    [InlineData("a = hello   \"big\"  world # really", "hello   big  world")]
    [InlineData("a = 5 s", "5 s")]
    [InlineData("a = /user/router-1_x", "/user/router-1_x")]
    [InlineData("a = Outer+Inner", "Outer+Inner")]
    [InlineData("a = \"x # y // z\"", "x # y // z")]
    [InlineData("a = \"\"", "")]
    [InlineData("a = \"\\\"q\\\" \\\\ \\/ \\b\\f\\n\\r\\t \\u00e9\"", "\"q\" \\ / \b\f\n\r\t \u00e9")]
    [InlineData("a = \"\"\"C:\\data \"quoted\"\n second line\"\"\"", "C:\\data \"quoted\"\n second line")]
    [InlineData("a = \"\"\"quotes at the end\"\"\"\"\"", "quotes at the end\"\"")]
    [InlineData("a = 1.50", "1.50")]
    [InlineData("a = include", "include")]
    public void A_text_is_kept_as_written(string hocon, string expected) => Assert.Equal(expected, Value(hocon));

    [Theory]
    [InlineData("\"a.b\".c = 1", "\"a.b\".c")]
    [InlineData("deployment { \"/x/*\" { router = 1 } }", "deployment.\"/x/*\".router")]
    [InlineData("deployment { /parent/child.router = 1 }", "deployment./parent/child.router")]
    [InlineData("a b c = 1", "a b c")]
    [InlineData("a\"b.c\"d = 1", "\"ab.cd\"")]
    [InlineData("\"\" = 1", "\"\"")]
    [InlineData("include = 1", "include")]
    [InlineData("include.x = 1", "include.x")]
    [InlineData("includes { x = 1 }", "includes.x")]
    [InlineData("\"with \\\"quotes\\\"\" = 1", "\"with \\\"quotes\\\"\"")]
    public void Keys_may_be_quoted_or_not(string hocon, string path) => Assert.Equal("1", Value(hocon, path));

    [Theory]
    [InlineData("a = [1, 2, 3]")]
    [InlineData("a = [1, 2, 3,]")]
    [InlineData("a = [\n 1\n 2\n 3\n]")]
    [InlineData("a = [ 1 # one\n 2, // two\n\n 3 ]")]
    [InlineData("a = [1] [2, 3]")]
    [InlineData("a = [1]\na += 2\na += 3")]
    [InlineData("a += 1\na += 2\na += 3")]
    [InlineData("a = [1, 2]\na = ${a} [3]")]
    [InlineData("b = [2]\na = [1] ${b} [3]")]
    [InlineData("a { 0 = 1, 2 = 3, 1 = 2 }")]
    [InlineData("a = null\na += 1\na += 2\na += 3")]
    public void An_array_may_be_written_in_many_ways(string hocon) => Assert.Equal(["1", "2", "3"], List(hocon));

    [Theory]
    [InlineData("a = []")]
    [InlineData("a = \"\"")]
    [InlineData("a = [${?nothing}]")]
    [InlineData("b = 1")]
    public void An_empty_array_has_no_items(string hocon) => Assert.Empty(List(hocon));

    [Fact]
    public void Items_may_be_objects_and_arrays()
    {
        var items = ConfigurationFactory.ParseString("a = [{ x = 1 }, [2, 3], {x = 4} {y = 5}]").GetValue("a").GetArray();
        Assert.Equal("1", items[0].GetObject().GetKey("x").GetString());
        Assert.Equal([2, 3], items[1].GetIntList());
        Assert.Equal(4, items[2].GetChildObject("x").GetInt());
        Assert.Equal(5, items[2].GetChildObject("y").GetInt());
    }

    [Theory]
    [InlineData("a { x = 1, y = 2 }\na { y = 3, z = 4 }")]
    [InlineData("a = { x = 1, y = 2 } { y = 3, z = 4 }")]
    [InlineData("a.x = 1\na.y = 2\na.y = 3\na.z = 4")]
    [InlineData("a { x = 1, y = 2 }\na.y = 3, a.z = 4")]
    public void Objects_of_one_key_merge_and_the_later_field_wins(string hocon)
    {
        var a = ConfigurationFactory.ParseString(hocon).GetConfig("a");
        Assert.Equal(("1", "3", "4"), (a.GetString("x"), a.GetString("y"), a.GetString("z")));
    }

    [Theory]
    [InlineData("a { x = 1 }\na = 2", "2")]
    [InlineData("a = [1]\na = 2", "2")]
    [InlineData("a = 1\na = 2", "2")]
    public void A_later_value_of_another_kind_replaces_the_earlier_one(string hocon, string expected) => Assert.Equal(expected, Value(hocon));

    [Fact]
    public void An_object_after_a_text_starts_afresh()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1 }\na = 2\na { y = 3 }");
        Assert.False(config.HasPath("a.x"));
        Assert.Equal(3, config.GetInt("a.y"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n # nothing\n")]
    [InlineData("{}")]
    public void A_text_without_fields_is_an_empty_configuration(string hocon) => Assert.True(ConfigurationFactory.ParseString(hocon).IsEmpty);

    [Fact]
    public void Null_counts_as_not_set()
    {
        var config = ConfigurationFactory.ParseString("a = null, b = \"null\"");
        Assert.False(config.HasPath("a"));
        Assert.Equal("default", config.GetString("a", "default"));
        Assert.Equal("null", config.GetString("b"));
    }
}
