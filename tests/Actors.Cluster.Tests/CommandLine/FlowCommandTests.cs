using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Actors.Cli;
using Actors.Cli.Output;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests.CommandLine;

public sealed class FlowCommandTests
{
    private static readonly string Flows = Path.Combine(Repository.Root, "hocon", "flows");

    [Fact]
    public async Task The_flows_that_are_delivered_are_well()
    {
        var files = Directory.GetFiles(Flows, "*.conf");
        var (code, output, error) = await RunAsync(["flow", "check", .. files]);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(files.Length, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Their_tests_pass()
    {
        var (code, output, error) = await RunAsync(["flow", "test", .. Directory.GetFiles(Flows, "*.test.conf")]);
        Assert.True(code == 0, output + error);
        Assert.EndsWith(" passed, 0 failed", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_that_fails_says_what_was_expected_and_what_came()
    {
        using var folder = new Folder();
        folder.Write("flow.conf", "flow { actors { a { module = generator, to = b }, b { module = stdout } } }");
        var file = folder.Write("it.test.conf", "flow-test { flow = flow.conf, cases { it { give = [{ from = a, data = x }], expect = [{ at = b, data = y }] } } }");
        var (code, output, _) = await RunAsync(["flow", "test", file]);
        Assert.Equal((1, $"FAILED  it{Environment.NewLine}        b: event 1: expected y; found x{Environment.NewLine}0 passed, 1 failed"), (code, output.TrimEnd()));
    }

    [Fact]
    public async Task A_flow_that_is_wrong_is_told_line_by_line()
    {
        using var folder = new Folder();
        var file = folder.Write("flow.conf", "flow { actors {\n a { module = generatr, to = b }\n b { module = stdout, prefx = x }\n} }");
        foreach (var command in (string[])["check", "run", "draw"])
        {
            var (code, _, error) = await RunAsync(["flow", command, file]);
            Assert.Equal(2, code);
            Assert.Contains($"{file}:2: a: there is no module generatr; did you mean generator?", error, StringComparison.Ordinal);
            Assert.Contains($"{file}:3: b: no such key: prefx; did you mean prefix?", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_flow_whose_output_nobody_reads_any_more_ends()
    {
        using var folder = new Folder();
        var file = folder.Write("flow.conf", "flow { actors { a { module = generator, interval = 0s, to = b }, b { module = stdout } } }");

        var ended = await ActorsProcess.RunWithinAsync(["/bin/sh", "-c", "\"$@\" | head -n 2", "sh"], folder.In(""), TimeSpan.FromSeconds(60), "flow", "run", file);

        Assert.Equal(2, ended.Output.TrimEnd().Split('\n').Length);
        Assert.Contains("has ended, because nobody reads its output any more", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_runs_until_its_sources_have_ended()
    {
        using var folder = new Folder();
        var file = folder.Write("flow.conf", $"flow {{ name = quick-{Environment.ProcessId}, actors {{ a {{ module = generator, interval = 0s, count = 3, to = b }}, b {{ module = discard }} }} }}");
        var (code, _, error) = await RunAsync(["flow", "run", file]);
        Assert.Equal(0, code);
        Assert.EndsWith($"the flow quick-{Environment.ProcessId} has ended", error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_of_which_something_cannot_start_in_the_beginning_ends()
    {
        using var folder = new Folder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var file = folder.Write("flow.conf", $"flow {{ name = taken, actors {{ a {{ module = generator, to = b }}, b {{ module = discard }}, c {{ module = http-server, port = {((IPEndPoint)taken.LocalEndpoint).Port}, to = b }} }} }}");
        var (code, _, error) = await RunAsync(["flow", "run", file]);
        Assert.Equal(1, code);
        Assert.StartsWith("actors flow run: the flow taken has ended, because it could not start c: ", error, StringComparison.Ordinal);
        Assert.Contains("in use", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_bomb_in_a_pattern_of_an_XML_schema_is_held()
    {
        using var folder = new Folder();
        var file = folder.Write("flow.conf", $$"""
            flow { actors {
              made { module = generator, count = 1, event { kind = xml, data = "<a>{{new string('a', 60)}}!</a>" }, to = checked }
              checked { module = xsd, errors = end, to = end, text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a'><xs:simpleType><xs:restriction base='xs:string'><xs:pattern value='(a+)+'/></xs:restriction></xs:simpleType></xs:element></xs:schema>" }
              end { module = stdout, complete = on }
            } }
            """);
        var run = await ActorsProcess.RunWithinAsync(["env", "ACTORS_MATCH_LIMIT_MS=50"], folder.In("."), TimeSpan.FromSeconds(60), "flow", "run", file);
        Assert.Contains("a pattern of the schema took longer than 0.05 s with a text of 61 characters", run.Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_flow_logs_is_seen_also_without_a_log_actor()
    {
        using var folder = new Folder();
        var file = folder.Write("flow.conf", "flow { actors { made { module = generator, count = 1, to = logged }, logged { module = event-log, message = \"seen {data}\" } } }");
        var run = await ActorsProcess.RunWithinAsync([], folder.In("."), TimeSpan.FromSeconds(60), "flow", "run", file);
        Assert.Contains("logged: seen test", run.Expect(0).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_flow_can_be_watched_until_it_is_told_to_end()
    {
        using var folder = new Folder();
        var name = $"watched-{Environment.ProcessId}";
        var file = folder.Write("flow.conf", $"flow {{ name = {name}, actors {{ a {{ module = generator, interval = 10ms, to = b }}, b {{ module = discard }} }} }}");
        using var end = new CancellationTokenSource();
        var said = new Lines("see it with");
        var run = CommandTree.RunAsync(["flow", "run", file], TextWriter.Null, said, end.Token);
        await said.Seen.WaitAsync(TimeSpan.FromSeconds(30));

        var (code, output, _) = await RunAsync(["flow", "top", name, "--json"]);
        Assert.Equal(0, code);
        var top = JsonSerializer.Deserialize(output, JsonShapes.Readable.FlowTopDocument)!;
        Assert.Equal((name, Environment.ProcessId), (top.Flow, top.Pid));
        Assert.Equal(["a", "b"], top.Actors.Select(actor => actor.Actor));

        await end.CancelAsync();
        Assert.Equal(0, await run);
        var (after, _, gone) = await RunAsync(["flow", "top", name]);
        Assert.Equal(1, after);
        Assert.Contains("actors flow top: no flow", gone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_id_of_an_event_has_no_path()
    {
        var (code, _, error) = await RunAsync(["flow", "trace", "xyz"]);
        Assert.Equal((2, "actors flow trace: 'xyz' is no id of an event: expected 32 hexadecimal digits"), (code, error.TrimEnd()));
    }

    [Fact]
    public async Task Modules_are_listed_with_their_settings()
    {
        var (_, all, _) = await RunAsync(["flow", "modules"]);
        Assert.Contains("generator", all, StringComparison.Ordinal);
        var (code, one, _) = await RunAsync(["flow", "modules", "generator"]);
        Assert.Equal(0, code);
        Assert.Matches("interval +1s +a duration such as", one);
        Assert.Matches("zone +UTC +a time zone", (await RunAsync(["flow", "modules", "cron"])).Output);
        var (wrong, _, error) = await RunAsync(["flow", "modules", "generatr"]);
        Assert.Equal(2, wrong);
        Assert.Contains("did you mean generator?", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_is_drawn_into_a_file_of_the_form_that_its_name_says()
    {
        using var folder = new Folder();
        Assert.Equal(2, (await RunAsync(["flow", "draw", Path.Combine(Flows, "printers.conf"), "-o", folder.In("a.png")])).Code);
        var (svg, mermaid) = (folder.In("a.svg"), folder.In("a.mmd"));
        foreach (var output in (string[])[svg, mermaid]) Assert.Equal(0, (await RunAsync(["flow", "draw", Path.Combine(Flows, "printers.conf"), "-o", output])).Code);
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(svg), StringComparison.Ordinal);
        Assert.StartsWith("flowchart LR", await File.ReadAllTextAsync(mermaid), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandTree.RunAsync(arguments, output, error, default);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Tells when a word has been written.</summary>
    private sealed class Lines(string word) : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override void WriteLine(string? value)
        {
            if (value?.Contains(word, StringComparison.Ordinal) == true) _seen.TrySetResult();
        }
    }

    private sealed class Folder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("actors-flows-test-").FullName;

        public string In(string name) => Path.Combine(_path, name);

        public string Write(string name, string text)
        {
            File.WriteAllText(In(name), text);
            return In(name);
        }

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
