using System.Collections.Immutable;
using Actors.Dataflow;
using Actors.Dataflow.Drawing;
using Actors.Dataflow.Files;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;
using Xunit;

namespace Actors.Tests.Dataflow;

public sealed class FlowFileTests
{
    private static readonly ModuleCatalog Catalog = ModuleCatalog.BuiltIn.With(ModuleType.Of(typeof(Filed))).With(ModuleType.Of(typeof(Sum))).With(ModuleType.Of(typeof(FiledSource)));

    private const string Good = """
        flow {
          name = hello
          ttl = 3
          error-actor = end
          actors {
            start  { module = test-filed-source, to = [middle, end.side] }
            middle {
              module = test-filed
              label = "in the middle"
              pause = 5 s
              limit-bytes = 2 KiB
              mode = very-slow
              words = [a, b], marks = [1, 2]
              names { one = 1, two = 2 }
              inner { depth = 3 }
              queue = 7, concurrency = 2, rescue = 1, on-failure = restart, delivery = acknowledged
              to { big = end }
              errors = end
            }
            end { module = test-filed, label = x }
          }
        }
        """;

    [Fact]
    public void A_flow_is_read_with_its_actors_settings_and_edges()
    {
        var graph = Load(Good);

        Assert.Equal(("hello", 3, "end"), (graph.Name, graph.Ttl, graph.ErrorActor));
        var middle = graph.Actors["middle"];
        Assert.Equal((7, 2, 1, FailurePolicy.Restart, EdgeDelivery.Acknowledged), (middle.Options.Queue, middle.Options.Concurrency, middle.Options.Rescue, middle.Options.OnFailure, middle.Options.Delivery));
        Assert.Equal(["start.outbox -> middle.start", "start.outbox -> end.side", "middle.big -> end.middle", "middle !> end.middle"], graph.Edges.OrderBy(edge => edge.Place!.Line).Select(edge => edge.ToString()));
        var settings = ((Filed)middle.Module.Create()).Settings;
        Assert.Equal(("in the middle", TimeSpan.FromSeconds(5), 2048L, Pace.VerySlow, 3), (settings.Label, settings.Pause, settings.LimitBytes, settings.Mode, settings.Inner.Depth));
        Assert.Equal(["a", "b"], settings.Words);
        Assert.Equal((int[])[1, 2], settings.Marks.AsEnumerable());
        Assert.Equal(2, settings.Names["two"]);
    }

    [Fact]
    public void Two_readings_of_one_file_are_the_same_flow()
    {
        var change = GraphDiff.Between(Load(Good), Load("# moved\n" + Good));
        Assert.True(change.IsEmpty);
    }

    [Fact]
    public void A_flow_has_changed_if_a_file_that_it_names_has()
    {
        using var folder = new TemporaryFolder();
        var (flow, sheet) = (Path.Combine(folder.Path, "flow.conf"), Path.Combine(folder.Path, "letter.txt"));
        File.WriteAllText(flow, "flow { actors { a { module = test-filed-source, to = b }, b { module = template, file = letter.txt, to = c }, c { module = file-log, folder = logs } } }");
        File.WriteAllText(sheet, "Dear {name}");
        var before = FlowFile.Load(flow, Catalog);

        Directory.CreateDirectory(Path.Combine(folder.Path, "logs"));
        Assert.True(GraphDiff.Between(before, FlowFile.Load(flow, Catalog)).IsEmpty);

        File.WriteAllText(sheet, "My dear {name}");
        Assert.Equal(["b"], GraphDiff.Between(before, FlowFile.Load(flow, Catalog)).Changed.Select(actor => actor.Name));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"a\\nb\"")]
    [InlineData("\"a\\u0001b\"")]
    public void A_flow_is_called_what_a_line_can_say(string name)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "flow.conf");
        File.WriteAllText(file, $"flow {{\nname = {name}\nactors {{ g {{ module = generator, to = d }}, d {{ module = discard }} }} }}");
        Assert.Contains(":2: name: expected a text in one line", Assert.Throws<FlowCheckException>(() => FlowFile.Load(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("module = test-filed\n", "module = test-field\n", ":8: middle: there is no module test-field; did you mean test-filed?")]
    [InlineData("label = \"in the middle\"", "", ":7: middle: label is missing; expected: a text")]
    [InlineData("pause = 5 s", "pause = soon", ":10: pause: expected a duration such as 500 ms, 5 s or 2 m; found soon")]
    [InlineData("limit-bytes = 2 KiB", "limit-bytes = much", ":11: limit-bytes: expected a size such as 4096, 64 KiB or 1 MiB; found much")]
    [InlineData("mode = very-slow", "mode = slowish", ":12: mode: expected quick or very-slow; found slowish")]
    [InlineData("words = [a, b]", "word = [a, b]", ":13: middle: no such key: word; did you mean words?")]
    [InlineData("depth = 3", "depth = deep", ":15: depth: expected a whole number; found deep")]
    [InlineData("queue = 7", "queue = 0", ":7: middle: queue is 0; expected: 1 to 100000")]
    [InlineData("queue = 7", "timeout = 50d", ":7: middle: timeout is 50 d; expected: a duration above zero, up to 24 days")]
    [InlineData("queue = 7", "rescue-pause = 50d", ":7: middle: rescue-pause is 50 d; expected: 0 to 24 days")]
    [InlineData("queue = 7", "role = \"two words\"", ":7: middle: role is 'two words'; expected: the name of a role, without spaces")]
    [InlineData("to { big = end }", "to { big = ned }", ":17: middle.big -> ned.inbox: there is no actor ned; did you mean end?")]
    [InlineData("to = [middle, end.side]", "to = [end]", ":7: middle: an inbox of a test-filed must be connected; add an edge such as \"other -> middle\"")]
    [InlineData("to { big = end }", "to { big = [end, middle] }\n", null)]
    [InlineData("ttl = 3", "tll = 3", ":3: no such key: tll; did you mean ttl?")]
    [InlineData("error-actor = end", "error-actor = nobody", "the error actor is nobody, and there is no such actor")]
    [InlineData("errors = end", "errors { x = end }", ":18: middle: errors is an actor or a list of actors, because there is one errors outbox")]
    public void What_is_wrong_is_told_with_its_line(string written, string instead, string? problem)
    {
        Assert.Contains(written, Good, StringComparison.Ordinal);
        var text = Good.Replace(written, instead, StringComparison.Ordinal);
        if (problem is null)
        {
            Assert.NotNull(Load(text));
            return;
        }

        var failure = Assert.Throws<FlowCheckException>(() => Load(text));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_needs_a_ttl()
    {
        var failure = Assert.Throws<FlowCheckException>(() => Load(Good.Replace("ttl = 3", "").Replace("to { big = end }", "to { big = [end, middle] }")));
        Assert.Contains("middle.big -> middle.middle closes a circle; set ttl to how often an event may pass it, or remove the edge", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var failure = Assert.Throws<FlowCheckException>(() => Load(Good.Replace("queue = 7", "queue = 0").Replace("mode = very-slow", "mode = x").Replace("pause = 5 s", "pause = y")));
        Assert.Equal(3, failure.Problems.Length);
    }

    [Fact]
    public void A_flow_is_drawn_as_a_flowchart()
    {
        var picture = Mermaid.Draw(Load(Good));
        Assert.Contains("a_start --> a_middle", picture, StringComparison.Ordinal);
        Assert.Contains("a_start -->|to side| a_end", picture, StringComparison.Ordinal);
        Assert.Contains("a_middle -. errors .-> a_end", picture, StringComparison.Ordinal);
    }

    private static FlowGraph Load(string text)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "hello.conf");
        File.WriteAllText(file, text);
        return FlowFile.Load(file, Catalog);
    }
}

/// <summary>A module with settings of every form.</summary>
[FlowModule("test-filed", "For tests.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [FlowModuleAttribute.Any])]
public sealed class Filed(FiledSettings settings) : FlowModule
{
    public FiledSettings Settings => settings;
}

[FlowModule("test-filed-source", "For tests.", Inboxes = [])]
public sealed class FiledSource : FlowModule;

public sealed record FiledSettings
{
    public required string Label { get; init; }

    public TimeSpan Pause { get; init; }

    public long LimitBytes { get; init; }

    public Pace Mode { get; init; }

    public IReadOnlyList<string> Words { get; init; } = [];

    public ImmutableArray<int> Marks { get; init; } = [];

    public IReadOnlyDictionary<string, int> Names { get; init; } = new Dictionary<string, int>();

    public FiledInner Inner { get; init; } = new();
}

public sealed record FiledInner
{
    public int Depth { get; init; }
}

public enum Pace
{
    Quick,
    VerySlow,
}
