using System.Text.Json;
using Actors.Cli;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary><c>actors push</c>, <c>scale</c> and <c>undeploy</c>, run in this process, on a node that is one of its own.</summary>
[Collection(AllInOneCollection.Name)]
public sealed class PushCommandTests(AllInOne one)
{
    private static readonly string Assembly = Path.Combine(
        Path.GetDirectoryName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\')))!, "Actors.TestService", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/', '\\')), "Actors.TestService.dll");

    [Theory]
    [InlineData("context")]
    [InlineData("process")]
    public async Task A_class_is_pushed_scaled_replaced_and_undeployed(string isolation)
    {
        var name = $"pushed-{isolation}";
        string[] push = ["push", Assembly, "--type", "Counter", "--name", name, "--isolation", isolation, "--wait"];

        Assert.Equal((0, $"{name} 1.5: 1 instance serving\n", ""), await RunAsync([.. push, "--version", "1.5", "the first"]));
        Assert.Equal((0, "the first\n", ""), await RunAsync("call", name, "version"));
        Assert.Equal((0, "the first\n", ""), await RunAsync("call", name, "version", "--host", $"akka.tcp://actors@{one.Node.Contact}"));
        Assert.Equal((0, $"{name} 1.5: 2 instances serving\n", ""), await RunAsync("scale", name, "2", "--wait"));
        var (code, _, error) = await RunAsync([.. push, "--version", "1.6", "the second", "no database"]);
        Assert.Equal(1, code);
        Assert.Contains("no database", error, StringComparison.Ordinal);
        Assert.EndsWith($"; it is taken back, and {name} 1.5 goes on as before\n", error, StringComparison.Ordinal);
        Assert.Equal((0, "the first\n", ""), await RunAsync("call", name, "version"));
        Assert.Equal((0, $"{name} 1.7: 2 instances serving\n", ""), await RunAsync([.. push, "--version", "1.7", "--arg", "version=the third"]));
        Assert.Equal((0, "the third\n", ""), await RunAsync("call", name, "version"));
        using var services = JsonDocument.Parse((await RunAsync("services", name, "--json")).Output);
        var deployment = services.RootElement[0].GetProperty("deployment");
        Assert.Equal((2, isolation, true), (deployment.GetProperty("serving").GetInt32(), deployment.GetProperty("isolation").GetString(), deployment.GetProperty("settled").GetBoolean()));
        Assert.Equal((0, $"{name} is not deployed any more\n", ""), await RunAsync("undeploy", name, "--wait"));
    }

    [Fact]
    public async Task What_waits_for_a_node_says_so_and_what_for()
    {
        var (_, pushed, _) = await RunAsync("push", Assembly, "--type", "Counter", "--name", "labelled", "--label", "gold", "--instances", "2", "--max", "4", "--version", "1", "1");

        Assert.Equal("labelled 1: 2 instances wanted; it waits for a node with the roles worker, gold, and none is up; start one: actors node --config hocon/worker.conf --set akka.cluster.roles=[worker,gold]\n", pushed);
        var shown = (await RunAsync("services", "labelled")).Output;
        Assert.Contains("deployed  0/2 instances of version 1, in a context each, 2 to 4 of them as the queue wants, on nodes with gold\n", shown, StringComparison.Ordinal);
        Assert.Matches("(?m)^labelled .* 0/2 \\(2-4\\) waiting$", (await RunAsync("services")).Output);
        var (code, _, error) = await RunAsync("call", "labelled", "version", "--timeout", "100ms");
        Assert.Equal(1, code);
        Assert.Contains("labelled waits for a node with the roles worker, gold", error, StringComparison.Ordinal);
        await RunAsync("undeploy", "labelled");
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_one_line()
    {
        var (code, _, error) = await RunAsync("push", "missing.dll", "--type", "X");
        Assert.Equal(2, code);
        Assert.StartsWith("actors: there is no file or folder 'missing.dll'", error, StringComparison.Ordinal);

        (code, _, error) = await RunAsync("push", Assembly, "--type", "Cownter", "--connect", "127.0.0.1:1");
        Assert.Equal((2, $"actors push: '{Assembly}' has no class 'Cownter'; there are: Actors.TestService.Counter\n"), (code, error));

        (code, _, error) = await RunAsync("scale", "nothing-there", "2");
        Assert.Equal((1, "actors scale: nothing is deployed as 'nothing-there'; actors push deploys it\n"), (code, error));

        (code, _, error) = await RunAsync("scale", "nothing-there", "0");
        Assert.Equal(2, code);
        Assert.Contains("actors undeploy ends a service", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] contact = arguments.Contains("--connect") ? [] : ["--connect", one.Node.Contact];
        var code = await CommandTree.RunAsync([.. arguments, .. contact], output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
