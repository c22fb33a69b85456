using Actors.Dataflow;
using Actors.Dataflow.Files;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Modules.Joining;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

/// <summary>Whole flows from files, in their actors.</summary>
public sealed class FlowTests
{
    [Fact]
    public async Task A_generator_prints_by_two_printers()
    {
        using var output = new StringWriter();
        var printed = TextWriter.Synchronized(output);
        await RunAsync(
            """
            numbers { module = generator, interval = 0 s, count = 3, event.data = test, to = [one, two] }
            one { module = stdout, prefix = "I am number one: " }
            two { module = stdout, prefix = "I am number two: " }
            """,
            director => director.Use(printed));
        Assert.Equal(["I am number one: test", "I am number two: test"], output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Order());
        Assert.Equal(6, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Events_go_apart_are_changed_and_come_together_again()
    {
        using var folder = new TemporaryFolder();
        await RunAsync($$"""
            numbers { module = generator, interval = 0 s, count = 10, event { data = "{\"id\":1}", kind = json }, to = [left, right] }
            left { module = modify, steps = [{ path = half, value = left }, { path = data, from = number, as = json }], to = both }
            right { module = convert, form = json, from = attributes, to = both }
            both { module = join, to = all }
            all { module = batch, size = 4, form = text, to = log }
            log { module = file-log, folder = "{{folder.Path}}", line = "{batch/count}: {data}" }
            """);
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder.Path, "events.log"));
        Assert.Equal(10, lines.Length);
        Assert.Equal(["4: ", "4: ", "2: "], lines.Where(line => line[1] == ':').Select(line => line[..3]));
        Assert.All(Enumerable.Range(0, 10), number => Assert.Contains($"{{\"left\":{number},\"right\":{{\"number\":{number}}}}}", lines[number], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("xslt", "text = \"\"\"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:template match='/'><ok/></xsl:template></xsl:stylesheet>\"\"\"", "<a/>")]
    [InlineData("xsd", "text = \"\"\"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a'/></xs:schema>\"\"\"", "<a/>")]
    [InlineData("json-schema", "text = \"{\\\"type\\\":\\\"object\\\"}\"", "{}")]
    [InlineData("convert", "form = json", "{}")]
    [InlineData("modify", "steps = [{ path = a, json-path = \"$.a\" }]", "{\"a\":1}")]
    [InlineData("router", "routes = [{ json-path = \"$.a\", to = outbox }], to { outbox = end }\n}\nend { module = discard", "{\"a\":1}")]
    [InlineData("batch", "size = 1", "{}")]
    [InlineData("unbatch", "json-path = \"$[*]\"", "[1]")]
    public async Task A_flow_survives_bad_input_and_the_errors_go_to_the_error_edge(string module, string settings, string good)
    {
        string[] bad = ["", "{", "<", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "{\"a\":" + new string('[', 10_000), "\u0000"];
        var (kept, failed) = (new Kept(), new Kept());
        await using var director = new Director();
        var it = director.Register("it", ModuleBench.Load(module, settings).Actors["it"].Module, null);
        director.Connect(director.Register<Feed>("feed"), it);
        director.Connect(it["outbox"], director.Register("kept", kept.Take));
        director.ConnectError(it, director.Register("failed", failed.Take));
        await director.StartAsync();
        foreach (var data in bad) await director.SendAsync("it", data, "feed");
        await director.SendAsync("it", good, "feed");
        await director.StopAsync();

        Assert.Equal(bad.Length, failed.Events.Count);
        Assert.All(failed.Events, item => Assert.Equal(("it", FlowErrorKind.MalformedData), (item.Error!.Actor, item.Error.Kind)));
        Assert.Single(kept.Events);
    }

    [Fact]
    public async Task What_a_module_holds_back_is_sent_when_its_settings_change()
    {
        var kept = new Kept();
        await using var director = new Director();
        var batch = director.Register<BatchModule>("batch", new BatchSettings { Form = BatchForm.Text, Separator = "," });
        director.Connect(director.Register<Feed>("feed"), batch);
        director.Connect(batch, director.Register("kept", kept.Take));
        await director.StartAsync();
        await director.SendAsync("batch", "one", "feed");
        await director.SendAsync("batch", "two", "feed");
        var changed = director.Graph.Actors["batch"] with { Module = ModuleSpec.Of(ModuleType.Of(typeof(BatchModule)), new BatchSettings { Form = BatchForm.Text, Size = 1 }) };
        await director.ChangeAsync(director.Graph with { Actors = director.Graph.Actors.SetItem("batch", changed) });
        await director.SendAsync("batch", "three", "feed");
        await director.StopAsync();
        Assert.Equal(["one,two", "three"], kept.Events.Select(item => item.Text));
    }

    [Fact]
    public async Task What_a_program_sets_wrong_is_found_before_the_start_too()
    {
        await using var director = new Director();
        var source = director.Register("source", Flows.Numbers(1));
        director.Connect(source, director.Register<BatchModule>("batch", new BatchSettings { Size = 0, Root = "1" }));
        var failure = await Assert.ThrowsAsync<FlowCheckException>(director.StartAsync);
        Assert.Equal(["batch: size: is 0; expected: 1 to 1000000", "batch: root: '1' cannot be a name in XML"], failure.Problems.Select(problem => problem.Message));
    }

    private static async Task RunAsync(string actors, Action<Director>? prepare = null)
    {
        await using var director = new Director(Load(actors));
        prepare?.Invoke(director);
        await director.RunAsync();
    }

    private static Actors.Dataflow.Graphs.FlowGraph Load(string actors)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "flow.conf");
        File.WriteAllText(file, $"flow {{ actors {{\n{actors}\n}} }}");
        return FlowFile.Load(file);
    }
}
