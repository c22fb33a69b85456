using Akka.Configuration;
using Akka.Configuration.Hocon;
using Xunit;

namespace Akka.Tests.Configuration;

public sealed class IncludeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hocon").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path.Replace('\\', '/');
    }

    private static Config Parse(string hocon, params (string Name, string Text)[] documents)
    {
        HoconRoot Find(string name) => documents.Where(document => document.Name == name).Select(document => Parser.Parse(document.Text, Find)).FirstOrDefault()!;
        return ConfigurationFactory.ParseString(hocon, Find);
    }

    [Theory]
    [InlineData("include \"x\"")]
    [InlineData("include file(\"x\")")]
    [InlineData("include required(\"x\")")]
    [InlineData("include required( file( \"x\" ) )")]
    [InlineData("{ include \"x\" }")]
    public void A_callback_supplies_what_is_included(string hocon) => Assert.Equal(1, Parse(hocon, ("x", "a = 1")).GetInt("a"));

    [Fact]
    public void An_include_counts_where_it_stands()
    {
        var config = Parse("a = 1\nb = 1\ninclude \"x\"\nb = 3", ("x", "a = 2, b = 2"));
        Assert.Equal((2, 3), (config.GetInt("a"), config.GetInt("b")));
    }

    [Fact]
    public void An_include_in_an_object_fills_that_object()
    {
        var config = Parse("o { a = 1\n include \"x\" }", ("x", "p { b = 2 }"));
        Assert.Equal(2, config.GetInt("o.p.b"));
    }

    [Fact]
    public void A_list_goes_on_in_an_included_document() =>
        Assert.Equal([1, 2, 3], Parse("a = [1]\ninclude \"x\"\na += 3", ("x", "a += 2")).GetIntList("a"));

    [Fact]
    public void Substitutions_of_an_included_document_look_there_first_and_then_in_the_including_one()
    {
        var config = Parse("v = outer, w = outer\no { include \"x\" }", ("x", "v = inner, a = ${v}, b = ${w}"));
        Assert.Equal(("inner", "outer"), (config.GetString("o.a"), config.GetString("o.b")));
    }

    [Fact]
    public void Included_documents_include_others()
    {
        var config = Parse("o { include \"x\" }", ("x", "p { include \"y\" }"), ("y", "v = 1, a = ${v}"));
        Assert.Equal(1, config.GetInt("o.p.a"));
    }

    [Fact]
    public void A_document_may_be_included_twice()
    {
        var config = Parse("o { include \"x\" }\np { include \"x\"\n v = 2 }", ("x", "v = 1, a = ${v}"));
        Assert.Equal((1, 2), (config.GetInt("o.a"), config.GetInt("p.a")));
    }

    [Fact]
    public void A_missing_document_counts_as_empty_unless_it_is_required()
    {
        Assert.True(Parse("include \"x\"").IsEmpty);
        var missing = Assert.ThrowsAny<ConfigurationException>(() => Parse("\ninclude required(\"x\")"));
        Assert.StartsWith("(2,1): expected a file \"x\" for this include, found none", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_an_included_document_names_it()
    {
        var mistake = Assert.ThrowsAny<ConfigurationException>(() => Parse("include \"x\"", ("x", "\n a = ]")));
        Assert.StartsWith("x(2,6): expected a value, found ']'", mistake.Message, StringComparison.Ordinal);
        mistake = Assert.ThrowsAny<ConfigurationException>(() => Parse("include \"x\"", ("x", "\n a = ${b}")));
        Assert.StartsWith("x(2,6): expected a value for ${b}", mistake.Message, StringComparison.Ordinal);
        mistake = Assert.ThrowsAny<ConfigurationException>(() => Parse("include \"x\"", ("x", "[1]")));
        Assert.StartsWith("(1,1): expected an object in \"x\", found an array", mistake.Message, StringComparison.Ordinal);
        mistake = Assert.ThrowsAny<ConfigurationException>(() => Parse("include \"x\"", ("x", "\n a = b")).GetInt("a"));
        Assert.StartsWith("x(2,6): a: expected a whole number", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_that_include_each_other_are_refused()
    {
        var cycle = Assert.ThrowsAny<ConfigurationException>(() => Parse("include \"x\"", ("x", "include \"x\"")));
        Assert.StartsWith("x(1,1): expected at most 30 includes inside each other", cycle.Message, StringComparison.Ordinal);
        Assert.Equal(1, Parse("include \"x\"", ("x", "a = 1")).GetInt("a"));
    }

    [Fact]
    public void Files_are_found_relative_to_the_file_that_includes_them()
    {
        Write("sub/c.conf", "c = 3");
        Write("sub/b.conf", "include \"c.conf\"\ninclude \"missing.conf\"\nb = 2");
        var path = Write("a.conf", "include \"sub/b\"\na = 1");
        var config = ConfigurationFactory.ParseString($"include required(\"{path}\")");
        Assert.Equal((1, 2, 3), (config.GetInt("a"), config.GetInt("b"), config.GetInt("c")));
    }

    [Fact]
    public void Files_that_include_each_other_are_refused_with_the_cycle()
    {
        var a = Write("a.conf", "include \"b.conf\"");
        var b = Write("b.conf", "x = 1\ninclude \"a.conf\"");
        var cycle = Assert.ThrowsAny<ConfigurationException>(() => ConfigurationFactory.ParseString($"include \"{a}\""));
        Assert.StartsWith($"{b}(2,1): expected files that do not include each other, found {a} -> {b} -> {a}", cycle.Message.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_a_file_names_its_path()
    {
        var path = Write("a.conf", "a = 1\nb = {");
        var mistake = Assert.ThrowsAny<ConfigurationException>(() => ConfigurationFactory.ParseString($"include \"{path}\""));
        Assert.StartsWith($"{path}(2,5): expected '}}'", mistake.Message.Replace('\\', '/'), StringComparison.Ordinal);
    }
}
