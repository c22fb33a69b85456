using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

[Collection(AllInOneCollection.Name)]
public sealed class AllInOneTests(AllInOne one)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [PythonFact]
    public async Task The_origins_acceptance_test_prints_its_rows_in_order()
    {
        var picture = (await Python.RunSampleAsync("mandelbrot.py", one.GatewayPort)).TrimEnd('\n');
        var rows = picture.Split('\n');
        Assert.Equal(23, rows.Length);
        Assert.All(rows, row => Assert.Equal(80, row.Length));
        // The set is symmetric, and row 11 of 23 is its axis.
        for (var row = 0; row < 11; row++) Assert.Equal(rows[row], rows[22 - row]);
        Assert.Contains('@', rows[11]);
        Assert.DoesNotContain('@', rows[0]);
    }

    [Fact]
    public async Task Put_get_and_ls_by_name_and_an_unknown_id_is_exit_code_1()
    {
        var file = one.Cluster.Write("hello.txt", "hello");
        var put = await one.RunAsync("put", file);
        Assert.Contains("stored on 1 node only: the cluster has 1 storage node; it is copied when 2 are there", put.Expect(0).Errors);
        Assert.Equal("hello", (await one.RunAsync("get", "hello.txt")).Expect(0).Output);
        Assert.Contains("hello.txt", (await one.RunAsync("ls")).Expect(0).Output);
        Assert.StartsWith("actors get: ", (await one.RunAsync("get", new string('0', 32))).Expect(1).Errors);
        Assert.Contains("\"code\":\"not-found\"", (await one.RunAsync("get", "no-such-name", "--json")).Expect(1).Errors);
        Assert.Contains("\"code\":\"not-found\"", (await one.RunAsync("job", "show", new string('0', 31) + "1", "--json")).Expect(1).Errors);
    }

    [SandboxFact]
    public async Task Who_waits_for_a_job_gets_its_output_or_what_went_wrong()
    {
        Assert.Equal("42", (await one.RunAsync("job", "run", "--runtime", "exec", "-e", "#!/bin/sh\necho 42\n", "--print")).Expect(0).Output.TrimEnd());
        var failed = (await one.RunAsync("job", "run", "--runtime", "exec", "-e", "#!/bin/sh\necho no such thing >&2; exit 3\n", "--wait")).Expect(1);
        Assert.EndsWith("no such thing", failed.Errors.TrimEnd());
        Assert.Contains("verdict exit, exit code 3", failed.Output);
    }

    [Fact]
    public async Task An_unknown_runtime_is_told_with_those_that_there_are()
    {
        var refused = (await one.RunAsync("job", "run", "--runtime", "cobol", "-e", "x", "--wait")).Expect(2);
        Assert.Contains("cobol", refused.Errors);
        Assert.Contains("python", refused.Errors);
    }

    [Fact]
    public async Task Who_waits_for_a_job_that_nobody_can_run_is_told_why()
    {
        await using var run = ActorsProcess.Start(
            "job run", one.Cluster.Folder, "job", "run", "--runtime", "exec", "--label", "gpu", "--wait", "--timeout", "3s", "--connect", one.Node.Contact, "--", "/bin/true");
        var told = await run.Errors.WaitAsync("telling why", line => line.StartsWith("actors job run: ", StringComparison.Ordinal), Patience);
        Assert.Contains("workers has the labels [", told);
        Assert.Contains("gpu", told);

        await run.TerminateAsync();
        var ended = (await run.ExitAsync(Patience)).Expect(1);
        Assert.Matches("interrupted; job [0-9a-f]{32} goes on; actors job show [0-9a-f]{32}", ended.Errors);
    }

    [Fact]
    public async Task A_job_whose_input_does_not_exist_fails_and_says_which()
    {
        var missing = new string('0', 31) + "7";
        var job = await one.RunAsync("job", "run", "--runtime", "exec", "-e", "#!/bin/sh\ntrue\n", "--input", $"x={missing}", "--wait", "--json");
        Assert.Equal(1, job.ExitCode);
        Assert.Contains(missing, job.Output);

        // Its output will never be there: who asks for it is told that, and not to wait.
        var document = JsonDocument.Parse(job.Output).RootElement;
        var get = (await one.RunAsync("get", document.GetProperty("output").GetString()!)).Expect(1);
        Assert.StartsWith($"actors get: job {document.GetProperty("job").GetString()} failed: {document.GetProperty("reason").GetString()}", get.Errors);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("\u0000\u00FF\u0000\u00FFgarbage of all kinds")]
    [InlineData("\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF")]
    [InlineData("\u007F\u00FF\u00FF\u00FF\u0001\u0001\u0001\u0001")] // the largest frame of remoting
    [InlineData("FFFF00ADD:")] // the largest of the gateway, above its limit here
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00FC\u0003\u0003")] // TLS
    public async Task Strangers_at_the_remoting_port_and_at_the_gateway_are_closed_and_logged_and_the_node_is_unharmed(string bytes)
    {
        var strangers = new List<string>();
        foreach (var port in new[] { int.Parse(one.Node.Contact.Split(':')[1]), one.GatewayPort })
        {
            using var stranger = new TcpClient(AddressFamily.InterNetwork); // whose address is then written as the node logs it
            await stranger.ConnectAsync("127.0.0.1", port);
            var local = stranger.Client.LocalEndPoint!.ToString()!;
            await stranger.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes));
            await ClosedAsync(stranger);
            strangers.Add(local);
            await one.Node.Process.Errors.WaitAsync($"a log line about {local} at port {port}", line => line.Contains(local), Patience);
        }

        (await one.RunAsync("cmd", "cluster", "status")).Expect(0);
        var log = one.Node.Process.Errors.ToString().Split('\n');
        Assert.All(strangers, stranger => Assert.Single(log, line => line.Contains(stranger)));
    }

    private static async Task ClosedAsync(TcpClient peer)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (await peer.GetStream().ReadAsync(new byte[1024], limit.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset: closed as well.
        }
    }
}
