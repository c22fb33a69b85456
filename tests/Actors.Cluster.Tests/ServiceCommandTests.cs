using System.Text.Json;
using Actors.Cli;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary><c>actors serve</c>, <c>call</c> and <c>services</c>. Only one of them is a process of its own: the others run in this one, which costs nothing.</summary>
[Collection(AllInOneCollection.Name)]
public sealed class ServiceCommandTests(AllInOne one)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_class_is_served_until_it_is_told_to_end()
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "MathCloud.dll");
        await using var serve = ActorsProcess.Start(
            "serve", one.Cluster.Folder, "serve", "--assembly", assembly, "--type", "MathCloud", "--name", "shell-math", "--concurrency", "2", "--pool", "5", "--connect", one.Node.Contact);
        var line = await serve.Output.WaitAsync("serving", line => line.StartsWith("serving ", StringComparison.Ordinal), Limit);
        Assert.Matches("^serving shell-math type=Samples.MathCloud version=[0-9.]+ concurrency=2 objects=2 host=[0-9a-f]{32}$", line);

        Assert.Equal((0, "14\n", ""), await RunAsync("call", "shell-math", "add", "6", "8"));
        Assert.Equal((0, "1.41421\n", ""), await RunAsync("call", "shell-math", "sqrt", "2")); // 5 digits: its constructor's argument

        await serve.TerminateAsync();
        Assert.Equal("", (await serve.ExitAsync(Limit)).Expect(0).Errors);
        await Eventually.IsAsync("its host is gone", Limit, async () => (await ServiceAsync("shell-math")).GetProperty("hosts").GetArrayLength(), hosts => hosts == 0);
    }

    [Fact]
    public async Task Arguments_are_given_one_by_one_by_name_or_as_one_document()
    {
        await using var serving = await ServeAsync("MathCloud.dll", "Samples.MathCloud", "arguments");

        Assert.Equal((0, "2\n", ""), await RunAsync("call", "arguments", "add", "-6", "8"));
        Assert.Equal((0, "14\n", ""), await RunAsync("call", "arguments", "add", "--arg", "b=8", "--arg", "a=6"));
        Assert.Equal((0, "14\n", ""), await RunAsync("call", "arguments", "add", "--args", "[6, 8]"));
        Assert.Equal((0, "14\n", ""), await RunAsync("call", "arguments", "add", "--args", "{\"a\":6,\"b\":8}"));
        Assert.Equal((0, "hello 6\n", ""), await RunAsync("call", "arguments", "greet", "--string", "6"));
        Assert.Equal((0, "hello 6\n", ""), await RunAsync("call", "arguments", "greet", "\"6\""));
    }

    [Fact]
    public async Task A_result_is_text_or_JSON_and_a_stream_comes_line_by_line()
    {
        await using var serving = await ServeAsync("MathCloud.dll", "Samples.MathCloud", "results");

        Assert.Equal((0, "hello you\n", ""), await RunAsync("call", "results", "greet", "you"));
        Assert.Equal((0, "\"hello you\"\n", ""), await RunAsync("call", "results", "greet", "you", "--json"));
        Assert.Equal((0, "2\n3\n5\n7\n", ""), await RunAsync("call", "results", "primes", "10"));
    }

    [Fact]
    public async Task A_submitted_call_is_asked_for_later()
    {
        await using var serving = await ServeAsync("MathCloud.dll", "Samples.MathCloud", "later");

        Assert.Equal((0, "monday\n", ""), await RunAsync("call", "later", "add", "6", "8", "--submit", "--key", "monday"));
        Assert.Equal((0, "14\n", ""), await RunAsync("call", "later", "--result", "monday", "--wait"));
        var submitted = await RunAsync("call", "later", "add", "1", "2", "--submit", "--json");
        var key = JsonDocument.Parse(submitted.Output).RootElement.GetProperty("key").GetString()!;
        Assert.Equal((0, "3\n", ""), await RunAsync("call", "later", "--result", key, "--wait"));

        var (code, _, error) = await RunAsync("call", "later", "--result", "tuesday", "--json");
        Assert.Equal((1, "not-found"), (code, CodeOf(error)));
    }

    [Fact]
    public async Task A_result_that_is_not_there_yet_is_told_apart()
    {
        await using var serving = await ServeAsync("Actors.Cluster.Tests.dll", nameof(Odd), "not-yet");
        await RunAsync("call", "not-yet", "never", "--submit", "--key", "k");

        var now = await RunAsync("call", "not-yet", "--result", "k", "--json");
        var late = await RunAsync("call", "not-yet", "--result", "k", "--wait", "--timeout", "200ms", "--json");

        Assert.Equal((1, "incomplete"), (now.Code, CodeOf(now.Error)));
        Assert.Equal((1, "timeout"), (late.Code, CodeOf(late.Error)));
    }

    [Fact]
    public async Task A_submitted_call_can_be_cancelled_and_its_key_is_what_errors_name()
    {
        await using var serving = await ServeAsync("Actors.Cluster.Tests.dll", nameof(Odd), "unwanted");
        await RunAsync("call", "unwanted", "never", "--submit", "--key", "k1");

        Assert.Equal((1, "", "actors call: the call with key k1 of unwanted has not ended yet\n"), await RunAsync("call", "unwanted", "--result", "k1"));
        Assert.Equal((0, "", ""), await RunAsync("call", "unwanted", "--cancel", "k1"));
        var result = await RunAsync("call", "unwanted", "--result", "k1", "--wait", "--json");
        Assert.Equal((1, "cancelled"), (result.Code, CodeOf(result.Error)));
        var unknown = await RunAsync("call", "unwanted", "--cancel", "k2");
        Assert.Equal(1, unknown.Code);
        Assert.StartsWith("actors call: no broker knows the call with key k2 of unwanted: ", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_method_throws_is_one_line_and_its_stack_for_those_who_ask()
    {
        await using var serving = await ServeAsync("Actors.Cluster.Tests.dll", nameof(Odd), "throwing");

        var (code, output, error) = await RunAsync("call", "throwing", "countAndFail", "2");
        Assert.Equal((1, "1\n2\n", "actors call: failed: System.InvalidOperationException: no more\n"), (code, output, error));
        var verbose = await RunAsync("call", "throwing", "countAndFail", "2", "--verbose");
        Assert.Contains("\n   at Actors.Cluster.Tests.Odd.CountAndFail", verbose.Error, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await RunAsync("call", "throwing", "countAndFail", "2", "--json")).Error).RootElement.GetProperty("error");
        Assert.Equal(("failed", "System.InvalidOperationException", "no more"), (json.GetProperty("code").GetString(), json.GetProperty("type").GetString(), json.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task What_cannot_be_called_is_told_by_its_code()
    {
        await using var serving = await ServeAsync("Actors.Cluster.Tests.dll", nameof(Odd), "odd");
        var deep = string.Concat(Enumerable.Repeat('[', 1000)) + string.Concat(Enumerable.Repeat(']', 1000));

        Assert.Equal((1, "no-such-service"), await FailAsync("nobody", "large", "1"));
        Assert.Equal((2, "no-such-method"), await FailAsync("odd", "lrge", "1"));
        Assert.Equal((2, "bad-arguments"), await FailAsync("odd", "large"));
        Assert.Equal((2, "bad-arguments"), await FailAsync("odd", "large", "1", "2"));
        Assert.Equal((2, "bad-arguments"), await FailAsync("odd", "large", "one"));
        Assert.Equal((2, "bad-arguments"), await FailAsync("odd", "large", "--arg", "width=1"));
        Assert.Equal((2, "bad-arguments"), await FailAsync("odd", "large", deep));
        Assert.Equal((1, "too-large"), await FailAsync("odd", "large", new string('9', 17 << 20)));
        Assert.Equal((1, "too-large"), await FailAsync("odd", "large", $"{17 << 20}"));
        Assert.Equal((1, "unserializable"), await FailAsync("odd", "unserializable"));
        var (code, late) = await FailAsync("odd", "never", "--timeout", "300ms");
        Assert.Equal(1, code);
        Assert.Contains(late, (string[])["timeout", "cancelled"]); // whoever is first: the caller's clock or the host's
    }

    [Fact]
    public async Task Services_are_listed_with_what_they_have_and_what_they_can()
    {
        await using var serving = await ServeAsync("MathCloud.dll", "MathCloud", "listed", "--version", "7.1");
        await RunAsync("call", "listed", "add", "6", "8");

        var listed = await RunAsync("services");
        Assert.StartsWith("SERVICE", listed.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^listed +1 +7\.1 ", listed.Output);
        Assert.Contains("method    Add(int a, int b) -> int\n", (await RunAsync("services", "listed")).Output, StringComparison.Ordinal);
        var service = await ServiceAsync("listed");
        Assert.Equal("7.1", service.GetProperty("hosts")[0].GetProperty("version").GetString());
        Assert.Equal(["Add", "GreetAsync", "Primes", "Sqrt"], service.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("name").GetString()!));
        Assert.Contains("nobody serves 'lited'; did you mean 'listed'?", (await RunAsync("services", "lited")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_can_be_for_certain_hosts_and_labels()
    {
        await using var here = await ServeAsync("MathCloud.dll", "MathCloud", "placed", "--label", "silver");
        var host = (await ServiceAsync("placed")).GetProperty("hosts")[0];
        Assert.Equal("silver", Assert.Single(host.GetProperty("labels").EnumerateArray()).GetString());

        Assert.Equal((0, "14\n", ""), await RunAsync("call", "placed", "add", "6", "8", "--label", "silver", "--host", host.GetProperty("host").GetString()!));
        Assert.Equal((1, "unavailable"), await FailAsync("placed", "add", "6", "8", "--label", "gold"));
    }

    private static string CodeOf(string error) => JsonDocument.Parse(error).RootElement.GetProperty("error").GetProperty("code").GetString()!;

    private async Task<(int Code, string Word)> FailAsync(params string[] call)
    {
        var (code, output, error) = await RunAsync(["call", .. call, "--json"]);
        Assert.Equal("", output);
        return (code, CodeOf(error));
    }

    private async Task<JsonElement> ServiceAsync(string name) => JsonDocument.Parse((await RunAsync("services", name, "--json")).Output).RootElement[0];

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandTree.RunAsync([.. arguments, "--connect", one.Node.Contact], output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    private async Task<Serving> ServeAsync(string assembly, string type, string name, params string[] further)
    {
        var serving = new Serving();
        await serving.StartAsync(["serve", "--assembly", Path.Combine(AppContext.BaseDirectory, assembly), "--type", type, "--name", name, .. further, "--connect", one.Node.Contact]);
        return serving;
    }

    /// <summary>A run of <c>actors serve</c> in this process.</summary>
    private sealed class Serving : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly ProcessOutput _output = new("serve");
        private readonly StringWriter _error = new();
        private Task<int> _run = Task.FromResult(0);

        public async Task StartAsync(string[] arguments)
        {
            _run = CommandTree.RunAsync(arguments, new LineWriter(_output), _error, _stop.Token);
            await Task.WhenAny(_run, _output.WaitAsync("serving", line => line.StartsWith("serving ", StringComparison.Ordinal), Limit));
            Assert.False(_run.IsCompleted, _error.ToString());
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            Assert.Equal(0, await _run);
            _stop.Dispose();
        }
    }

    private sealed class LineWriter(ProcessOutput lines) : StringWriter
    {
        public override void WriteLine(string? value) => lines.Add(value ?? "");
    }
}
