using Actors.Dataflow;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Testing;
using Xunit;

namespace Actors.Tests.Dataflow;

public sealed class FlowTestFileTests
{
    private static readonly ModuleCatalog Catalog = ModuleCatalog.BuiltIn.With(ModuleType.Of(typeof(Doubler))).With(ModuleType.Of(typeof(FiledSource))).With(ModuleType.Of(typeof(Remember))).With(ModuleType.Of(typeof(Sum)));

    private const string Flow = """
        flow {
          actors {
            numbers { module = test-filed-source, to = doubler }
            doubler { module = test-doubler, to = printer }
            printer { module = test-remember }
          }
        }
        """;

    [Fact]
    public async Task What_is_given_is_compared_with_what_comes_to_the_ends()
    {
        var result = await RunAsync("give = [{ from = numbers, json = 2 }, { to = doubler, json = 3 }], expect = [{ at = printer, json = 4 }, { at = printer, json = 6.0 }]");
        Assert.Empty(result.Differences);
        Assert.True(result.Passed);
    }

    [Fact]
    public async Task Roles_are_for_runs()
    {
        var result = await RunAsync("give = [{ from = numbers, json = 2 }], expect = [{ at = printer, json = 4 }]", Flow.Replace("test-doubler,", "test-doubler, role = nobody,", StringComparison.Ordinal));
        Assert.Empty(result.Differences);
    }

    [Theory]
    [InlineData("give = [{ from = numbers, json = 2 }], expect = [{ at = printer, json = 5 }]", "printer: event 1: expected 5; found 4")]
    [InlineData("give = [{ from = numbers, json = 2 }], expect = []", "printer: not expected, and came: 4")]
    [InlineData("give = [], expect = [{ at = printer, json = 4 }]", "printer: expected, and did not come: 4")]
    [InlineData("give = [{ from = numbers, json = 2 }, { from = numbers, json = 3 }], expect = [{ at = printer, json = 6 }, { at = printer, json = 4 }]", "printer: event 1: expected 6; found 4")]
    [InlineData("give = [{ from = numbers, json = 2 }], expect = [{ at = printer, json = 4, attributes { doubled = no } }]", "printer: event 1: expected doubled = no; found yes")]
    [InlineData("give = [{ from = numbers, data = two }], expect = [{ at = printer }]", "printer: expected, and did not come: anything")]
    [InlineData("give = [{ from = numbers, data = two }], expect = [{ at = errors, error = not-found }]", "errors: event 1: expected the error not-found; found the error malformed-data of doubler")]
    public async Task A_difference_is_told(string written, string expected)
    {
        var result = await RunAsync(written);
        Assert.False(result.Passed);
        Assert.Contains(result.Differences, difference => difference.StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("any-order = true, give = [{ from = numbers, json = 2 }, { from = numbers, json = 3 }], expect = [{ at = printer, json = 6 }, { at = printer, json = 4 }]")]
    [InlineData("give = [{ from = numbers, data = two }], expect = [{ at = errors, error = malformed-data, says = json }]")]
    [InlineData("replace = [doubler], give = [{ from = numbers, json = 2 }, { from = doubler, json = 9 }], expect = [{ at = doubler, json = 2 }, { at = printer, json = 9 }]")]
    [InlineData("give = [{ from = doubler, json = 2 }], replace = [doubler], keep = [], expect = [{ at = printer, attributes { } }]")]
    [InlineData("give = [{ from = numbers, json = 2, attributes { who = me } }], expect = [{ at = printer, attributes { who = me, doubled = yes } }]")]
    public async Task A_test_may_ask_for_more_than_data(string written) => Assert.Empty((await RunAsync(written)).Differences);

    [Fact]
    public void A_flow_that_is_not_there_is_told_with_its_line()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "it.test.conf");
        File.WriteAllText(file, "flow-test {\n flow = nowhere.conf\n cases { a { } } }");
        Assert.Contains($"{file}:2: flow: there is no file {Path.Combine(folder.Path, "nowhere.conf")}", Assert.Throws<FlowCheckException>(() => FlowTestFile.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_are_compared_as_files_write_them()
    {
        var item = new FlowEvent(default, "x").WithAttribute("ok", true).WithAttribute("price", 1.5m).WithAttribute("lines", (List<object?>)[1L, "a"]);
        var expected = new ExpectedEvent { At = "end", Attributes = new Dictionary<string, string> { ["ok"] = "true", ["price"] = "1.5", ["lines"] = "[1,\"a\"]" } };
        Assert.Empty(Expectation.Differences(new FlowTestCase("it", [], [], [expected], anyOrder: false, TimeSpan.FromSeconds(1)), [new SeenEvent("end", item)]));
    }

    [Theory]
    [InlineData("give = [{ to = dubler, json = 1 }]", "tests.conf:2: it: there is no actor dubler to give something")]
    [InlineData("give = [{ from = doubler, json = 1 }]", "it: doubler sends by itself; to speak for it, say replace = [doubler]")]
    [InlineData("give = [{ from = numbers.far, json = 1 }]", "it: numbers has no outbox far; there are outbox")]
    [InlineData("give = [{ to = doubler.far, json = 1 }]", "it: doubler has no inbox far; there are inbox")]
    [InlineData("give = [{ json = 1 }]", "it: what is given is either from = ACTOR")]
    [InlineData("give = [{ from = numbers, json = \"{\" }]", "it: ")]
    [InlineData("expect = [{ at = doubler }]", "it: what comes to doubler is not seen; to see it instead of handling it, say replace = [doubler]; seen is numbers, printer, errors")]
    [InlineData("expect = [{ at = errors, error = not-fond }]", "it: there is no kind of error not-fond; there are failed, not-modified")]
    [InlineData("expect = [{ data = 4 }]", "at is missing; expected: a text")]
    [InlineData("expects = []", "no such key: expects; did you mean expect?")]
    public void A_test_that_makes_no_sense_is_refused(string written, string problem)
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<FlowCheckException>(() => Load(folder, written));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<FlowTestResult> RunAsync(string written, string flow = Flow)
    {
        using var folder = new TemporaryFolder();
        var tests = Load(folder, written, flow);
        return await tests.RunAsync(tests.Cases[0]);
    }

    private static FlowTests Load(TemporaryFolder folder, string written, string flow = Flow)
    {
        File.WriteAllText(Path.Combine(folder.Path, "flow.conf"), flow);
        var file = Path.Combine(folder.Path, "tests.conf");
        File.WriteAllText(file, $"flow-test {{ flow = flow.conf\n cases {{ it {{ {written} }} }} }}");
        return FlowTestFile.Load(file, Catalog);
    }
}

[FlowModule("test-doubler", "For tests.", Accepts = Actors.Dataflow.Data.DataKind.Json)]
public sealed class Doubler : FlowModule
{
    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) =>
        SendAsync(item.WithData(System.Text.Json.Nodes.JsonValue.Create(item.Json.GetInt32() * 2)).WithAttribute("doubled", "yes"));
}
