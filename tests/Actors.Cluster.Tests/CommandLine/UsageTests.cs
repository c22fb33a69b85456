using System.Text.Json;
using Actors.Cli;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Xunit;

namespace Actors.Cluster.Tests.CommandLine;

public class UsageTests
{
    [Theory]
    [InlineData("frob", "no such command 'frob': there are demo, node, cluster, put, get, ls, job, call, serve, services, push, scale, undeploy, flow, cmd; try actors --help")]
    [InlineData("nod", "no such command 'nod', did you mean node?; try actors --help")]
    [InlineData("cmd cluster staus", "no such command 'staus', did you mean status?; try actors cmd cluster --help")]
    [InlineData("ls --conect x", "no such option '--conect', did you mean --connect?; try actors ls --help")]
    [InlineData("get -x", "no such option '-x', did you mean -o?; try actors get --help")]
    [InlineData("ls one two", "'two' is one argument too many; try actors ls --help")]
    [InlineData("put nofile", "the file 'nofile' does not exist; try actors put --help")]
    [InlineData("job run --runtime python --code nofile", "the file 'nofile' does not exist; try actors job run --help")]
    [InlineData("job run --runtime python -e x --input a=@nofile", "the file 'nofile' does not exist; try actors job run --help")]
    [InlineData("job run --runtime python", "name the program with -e TEXT or --code FILE; try actors job run --help")]
    [InlineData("job run --runtime exec", "name the program with -e TEXT or --code FILE, or after --; try actors job run --help")]
    [InlineData("job run --runtime pyton -e x", "no runtime 'pyton', did you mean python?; try actors job run --help")]
    [InlineData("job run --runtime cobol -e x", "no runtime 'cobol': there are csharp, python, exec; try actors job run --help")]
    [InlineData("get x -o nofolder/x", "the file 'nofolder/x' cannot be written: there is no folder 'nofolder'; try actors get --help")]
    [InlineData("call", "Required argument 'SERVICE' missing for command: 'call'; try actors call --help")]
    [InlineData("call math", "name the METHOD to call; try actors call --help")]
    [InlineData("call math add --result k", "--result asks for a call that was submitted: give it SERVICE alone; try actors call --help")]
    [InlineData("call math add --keep-for 1h", "--keep-for goes with --submit; try actors call --help")]
    [InlineData("call math --result k --cancel k", "--result or --cancel, not both; try actors call --help")]
    [InlineData("call math add --cancel k", "--cancel ends a call that was submitted: give it SERVICE alone; try actors call --help")]
    [InlineData("call  add 1 2", "the name of the service is empty; try actors call --help")]
    [InlineData("call math  1 2", "the name of the method is empty; try actors call --help")]
    [InlineData("services ", "the name of the service is empty; try actors services --help")]
    [InlineData("call math add --priority abc", "--priority: expected a whole number, found 'abc'; try actors call --help")]
    [InlineData("scale x y", "N: expected a whole number, found 'y'; try actors scale --help")]
    [InlineData("scale x 99999999999", "N: expected a whole number, found '99999999999'; try actors scale --help")]
    [InlineData("push /dev/null --type X --isolation foo", "--isolation: expected context or process, found 'foo'; try actors push --help")]
    [InlineData("serve --type X --assembly nofile --max-per-second fast", "the file 'nofile' does not exist; --max-per-second: expected a number above zero, found 'fast'; try actors serve --help")]
    [InlineData("serve --type X --assembly nofile --max-queued 0", "the file 'nofile' does not exist; --max-queued is 1 or more, not 0; try actors serve --help")]
    [InlineData("serv --help", "no such command 'serv', did you mean serve?; try actors --help")]
    [InlineData("job rum --help", "no such command 'rum', did you mean run?; try actors job --help")]
    [InlineData("call math --result k --label gpu", "--host and --label go with METHOD: they say where it may run; try actors call --help")]
    [InlineData("call math add --wait", "--wait goes with --result; try actors call --help")]
    [InlineData("call math add --arg 6", "expected NAME=VALUE, found '6'; try actors call --help")]
    [InlineData("call math add --arg a=6 --arg a=8", "--arg a is given twice; try actors call --help")]
    [InlineData("call math add 6 --args [8]", "give the arguments one by one or as --args JSON, not both; try actors call --help")]
    [InlineData("call math add 6 --args-file /dev/null", "give the arguments on the command line or in --args-file FILE, not both; try actors call --help")]
    [InlineData("call math add --args-file missing.json", "the file 'missing.json' does not exist; try actors call --help")]
    [InlineData("call math add --args 6", "--args expects a JSON array or a JSON object, for example --args '[6, 8]'; try actors call --help")]
    [InlineData("call math add --args [6", "--args expects a JSON array or a JSON object, for example --args '[6, 8]'; try actors call --help")]
    [InlineData("call math add --prioity 1", "no such option '--prioity', did you mean --priority?; try actors call --help")]
    [InlineData("push /dev/null --type X --instances 0", "--instances is 1 or more, not 0; try actors push --help")]
    [InlineData("push /dev/null --type X --concurrency 0", "--concurrency is 1 or more, not 0; try actors push --help")]
    [InlineData("push /dev/null --type X --instances 4 --max 2", "--max 2 is less than --instances, which is 4; try actors push --help")]
    [InlineData("scale math 4 --max 2", "--max 2 is less than N, which is 4; try actors scale --help")]
    [InlineData("serve --type X", "Option '--assembly' is required; try actors serve --help")]
    [InlineData("serve --type X --assembly nofile", "the file 'nofile' does not exist; try actors serve --help")]
    [InlineData("serve --type X --assembly x --concurrency 0", "the file 'x' does not exist; --concurrency is from 1 to 10000, not 0; try actors serve --help")]
    [InlineData("cluster", "a command is missing: start, status, stop; try actors cluster --help")]
    [InlineData("cluster start", "Option '--hosts' is required; try actors cluster start --help")]
    [InlineData("cluster start --hosts nofile", "the file 'nofile' does not exist; try actors cluster start --help")]
    [InlineData("cluster stop --hosts /dev/null --identity nofile", "the file 'nofile' does not exist; try actors cluster stop --help")]
    [InlineData("cluster status --hosts /dev/null --parallel 0", "expected --parallel from 1 to 1024, found '0'; try actors cluster status --help")]
    [InlineData("put", "Required argument 'FILE' missing for command: 'put'; try actors put --help")]
    [InlineData("cmd cluster", "a command is missing: show, status; try actors cmd cluster --help")]
    [InlineData("job run -e x", "Option '--runtime' is required; try actors job run --help")]
    [InlineData("ls --timeout soon", "expected a duration such as 500ms, 10s or 2m, found 'soon'; try actors ls --help")]
    [InlineData("job run --runtime exec -e x --limit-memory much", "expected a size such as 4096, 64KiB or 128MiB, found 'much'; try actors job run --help")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string line, string message)
    {
        var (code, output, error) = await RunAsync(line.Split(' '));
        Assert.Equal((2, "", $"actors: {message}{Environment.NewLine}"), (code, output, error));
    }

    [Fact]
    public async Task An_at_sign_is_text()
    {
        // Not one word about a file: it is looked for where nobody listens.
        var (code, output, error) = await RunAsync("call", "math", "greet", "@you", "--connect", "nowhere");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("actors call: 'nowhere' is no contact point", error);
    }

    [Fact]
    public async Task With_json_errors_are_a_document()
    {
        var (code, output, error) = await RunAsync("ls", "--json", "--timeout", "soon");
        Assert.Equal((2, ""), (code, output));
        Assert.Equal("invalid", JsonDocument.Parse(error).RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("node")]
    [InlineData("job")]
    [InlineData("cmd")]
    [InlineData("cmd cluster")]
    [InlineData("cmd ring")]
    [InlineData("cluster")]
    [InlineData("cluster start")]
    [InlineData("cluster status")]
    [InlineData("cluster stop")]
    [InlineData("put")]
    [InlineData("get")]
    [InlineData("ls")]
    [InlineData("job run")]
    [InlineData("job show")]
    [InlineData("job list")]
    [InlineData("job logs")]
    [InlineData("call")]
    [InlineData("serve")]
    [InlineData("services")]
    [InlineData("cmd cluster show")]
    [InlineData("cmd cluster status")]
    [InlineData("cmd ring show")]
    public async Task Help_of_every_command_teaches_by_examples(string command)
    {
        var (code, output, _) = await RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(0, code);
        Assert.Contains($"{Environment.NewLine}Examples:{Environment.NewLine}  ", output);
        Assert.Contains("0 done, 1 the work failed, 2 wrong usage or configuration, 3 no cluster reachable", output);
    }

    [Fact]
    public async Task Actors_alone_shows_the_help()
    {
        var (code, output, error) = await RunAsync();
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("actors demo", output);
    }

    [Theory]
    [InlineData("--secret-file nofile", "--secret-file nofile: does not exist; name the file that holds the cluster's secret")]
    [InlineData("--config nofile", "--config nofile: does not exist; name a file, for example hocon/all-in-one.conf")]
    [InlineData("--connect nowhere", "'nowhere' is no contact point: expected HOST:PORT[,HOST:PORT], for example 127.0.0.1:4053")]
    public async Task What_a_command_needs_to_connect_is_checked_first(string options, string message)
    {
        var (code, output, error) = await RunAsync(["ls", .. options.Split(' ')]);
        Assert.Equal((2, "", $"actors ls: {message}{Environment.NewLine}"), (code, output, error));
    }

    [Theory]
    [InlineData("README.md", "Any", 2, "is no assembly of .NET; name the .dll that holds the class")]
    [InlineData("Actors.dll", "ComputeClod", 2, "has no class 'ComputeClod'")]
    [InlineData("Actors.Cluster.Tests.dll", "Refusing", 1, "the constructor of Refusing threw NotSupportedException: not today")]
    [InlineData("Actors.Cluster.Tests.dll", "Refusing 7", 2, "Refusing")]
    [InlineData("Actors.Cluster.Tests.dll", "StaticOnes", 2, "StaticOnes is static, and what is served is an object: have it be a class with a public constructor")]
    [InlineData("Actors.Cluster.Tests.dll", "Actors.Cluster.Tests.StaticOnes", 2, "StaticOnes is static, and what is served is an object: have it be a class with a public constructor")]
    [InlineData("Actors.Cluster.Tests.dll", "Half", 2, "Half is abstract, and what is served is an object: name a class that derives from it")]
    public async Task What_cannot_be_served_is_told_before_a_cluster_is_looked_for(string assembly, string type, int code, string message)
    {
        var file = Path.Combine(AppContext.BaseDirectory, assembly);
        if (!File.Exists(file)) file = Path.Combine(Processes.Repository.Root, assembly);
        var run = await RunAsync(["serve", "--assembly", file, "--type", .. type.Split(' ')]);
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith("actors serve: ", run.Error);
        Assert.Contains(message, run.Error);
    }

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("10s", 10)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    [InlineData("7", 7)]
    public void Durations_are_read_as_people_write_them(string text, double seconds)
    {
        Assert.True(Quantities.TryDuration(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("4096", 4096)]
    [InlineData("64KiB", 65536)]
    [InlineData("128 MiB", 134217728)]
    [InlineData("1kB", 1000)]
    [InlineData("1.5GiB", 1610612736)]
    public void Sizes_are_read_as_people_write_them(string text, long bytes)
    {
        Assert.True(Quantities.TrySize(text, out var size));
        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1s")]
    [InlineData("s")]
    [InlineData("10x")]
    [InlineData("1e9d")]
    public void Other_texts_are_no_quantities(string text)
    {
        Assert.False(Quantities.TryDuration(text, out _));
        Assert.False(Quantities.TrySize(text, out _));
    }

    [Theory]
    [InlineData("6", "6")]
    [InlineData("-6.5e3", "-6.5e3")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("[1, 2]", "[1, 2]")]
    [InlineData("{\"x\":1}", "{\"x\":1}")]
    [InlineData("\"6\"", "\"6\"")]
    [InlineData("", "\"\"")]
    [InlineData("hello", "\"hello\"")]
    [InlineData("06", "\"06\"")]
    [InlineData("6 8", "\"6 8\"")]
    [InlineData("True", "\"True\"")]
    [InlineData("[1,", "\"[1,\"")]
    [InlineData("say \"hi\"\\\n", "\"say \\\"hi\\\"\\\\\\n\"")]
    public void An_argument_is_JSON_if_it_reads_as_JSON_and_text_otherwise(string given, string json) => Assert.Equal(json, ArgumentOptions.Read(given, isText: false));

    [Fact]
    public void An_argument_is_text_when_that_is_asked_for() => Assert.Equal("\"6\"", ArgumentOptions.Read("6", isText: true));

    [Fact]
    public void A_table_is_as_wide_as_it_needs_to_be()
    {
        var table = new TextTable("A", "B");
        table.Add("long", "x");
        table.Add("y", "");
        Assert.Equal(string.Join(Environment.NewLine, "A     B", "long  x", "y", ""), table.ToString());
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandTree.RunAsync(arguments, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
