using Actors.Configuration;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Configuration;

public class SettingPositionsTests
{
    [Theory]
    [InlineData("actors.storage.replicas", 4)]
    [InlineData("actors.storage", 3)]
    [InlineData("actors", 2)]
    [InlineData("actors.jobs.sandbox", 7)]
    [InlineData("akka.remote.dot-netty.tcp.port", 9)]
    [InlineData("akka.cluster.roles", 12)]
    [InlineData("akka.cluster.seed-nodes", 10)]
    public void A_path_leads_to_its_line(string path, int line) => Assert.Equal(line, Index("""
        # a comment { with = braces }
        actors {
          storage {
            replicas = 2
          }
          // another
          jobs { sandbox : auto, slots = 4 }
        }
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 4053 }
        akka.cluster.seed-nodes = ["akka.tcp://actors@127.0.0.1:4053",
          "x#y"] # a comment
        akka { cluster { "roles" += storage } }
        """).Find(path)?.Line);

    [Theory]
    [InlineData("a = 5s # why", "5s")]
    [InlineData("a = \"quoted # text\" ", "\"quoted # text\"")]
    [InlineData("a = ${b} tail, c = 1", "${b} tail")]
    [InlineData("a = [1, 2 # two\n, 3]", "[1, 2 # two\n, 3]")]
    [InlineData("a =\n  64 KiB", "64 KiB")]
    [InlineData("a = \"\"\"three\nlines }\n\"\"\"", "\"\"\"three\nlines }\n\"\"\"")]
    [InlineData("a { b = 1 }", "")]
    public void The_value_is_kept_as_written(string text, string value) => Assert.Equal(value, Index(text).Find("a")?.Text);

    [Fact]
    public void The_last_of_two_places_wins_and_a_value_may_continue_as_an_object()
    {
        var index = Index("a.b = 1\na { b = 2 }\nc = ${a} {\n  d = 3\n}");
        Assert.Equal(2, index.Find("a.b")?.Line);
        Assert.Equal(4, index.Find("c.d")?.Line);
    }

    [Fact]
    public void A_key_with_a_dot_in_quotes_stays_quoted() =>
        Assert.Equal(1, Index("\"a.b\".c = 1").Find("\"a.b\".c")?.Line);

    [Fact]
    public void A_setting_that_was_not_written_is_near_the_object_around_it()
    {
        var index = Index("actors {\n  jobs { }\n}");
        Assert.Null(index.Find("actors.jobs.slots"));
        Assert.Equal(2, index.FindNearest("actors.jobs.slots")?.Line);
        Assert.Null(index.FindNearest("other.key"));
    }

    [Fact]
    public void An_included_file_answers_with_its_own_name()
    {
        var folder = Directory.CreateTempSubdirectory("actors-positions-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "base.conf"), "\nakka.loglevel = WARNING");
            var index = new SettingPositions();
            index.AddFile(Path.Combine(folder.FullName, "node.conf"), "include \"base.conf\"\na = 1");
            Assert.EndsWith("base.conf:2", index.Find("akka.loglevel")?.ToString());
            Assert.EndsWith("node.conf:2", index.Find("a")?.ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_file_that_includes_itself_comes_to_an_end()
    {
        var folder = Directory.CreateTempSubdirectory("actors-positions-");
        try
        {
            var file = Path.Combine(folder.FullName, "loop.conf");
            File.WriteAllText(file, "include \"loop.conf\"\na = 1");
            var index = new SettingPositions();
            index.AddFile(file, File.ReadAllText(file));
            Assert.Equal(2, index.Find("a")?.Line);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void No_text_makes_the_scanner_fail() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<char>().Or(Gen.Elements("{}[]=:,.\"\\#$+/\n ab".ToCharArray())).ArrayOf().Select(letters => new string(letters)).ToArbitrary(),
        text => Index(text).Paths.All(path => path.Length > 0)).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_text_of_nothing_but_braces_does_not_overflow_the_stack() =>
        Assert.NotNull(Index(string.Concat(Enumerable.Repeat("a{", 100_000))));

    private static SettingPositions Index(string text)
    {
        var index = new SettingPositions();
        index.AddFile("test.conf", text);
        return index;
    }
}
