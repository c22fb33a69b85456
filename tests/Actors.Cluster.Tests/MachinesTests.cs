using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using Actors.Cli;
using Actors.Client;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>Nodes on "other" machines: this one by two names, through an sshd of the test's own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MachinesTests(SshdServer sshd) : IClassFixture<SshdServer>, IAsyncLifetime
{
    private readonly ClusterFolder _folder = new();

    private string RemoteDir => Path.Combine(_folder.Folder, "the machine's");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _folder.DisposeAsync().AsTask();

    [SshFact]
    public async Task A_hosts_file_becomes_a_cluster_that_outlives_its_sessions_and_ends_when_told()
    {
        var hosts = _folder.Write("hosts.txt", $"""
            127.0.0.1:{sshd.Port}  port={FreePorts.Take(1)[0]}   # the seed
            localhost:{sshd.Port}  address=127.0.0.1

            """);
        try
        {
            var started = (await RunAsync("start", hosts)).Json();
            Assert.Equal(["started", "started"], States(started));
            var secret = (await File.ReadAllTextAsync(started.GetProperty("secretFile").GetString()!)).Trim();
            string[] contacts = [.. Values(started, "address").Select(address => address.Split('@')[1])];
            await using (var first = await ComputeCloud.ConnectAsync(contacts[0], new ConnectOptions { Secret = secret }))
            await using (var second = await ComputeCloud.ConnectAsync(contacts[1], new ConnectOptions { Secret = secret }))
            {
                var put = await first.AddStringAsync("text", "over there");
                Assert.Equal(2, put.Copies);
                Assert.Equal("over there"u8.ToArray(), await second.GetAsync(put.Id));
            }

            foreach (var pid in Pids(started)) Assert.DoesNotContain(secret, await File.ReadAllTextAsync($"/proc/{pid}/cmdline"));
            var again = (await RunAsync("start", hosts)).Json();
            Assert.Equal(["running", "running"], States(again));
            Assert.Equal(Pids(started), Pids(again));

            var status = await RunAsync("status", hosts, json: false);
            // In the order in which the machines answer.
            Assert.Contains($"127.0.0.1  runs akka.tcp://actors@{contacts[0]} roles=[broker, storage]{Environment.NewLine}", status.Expect(0).Output);
            Assert.EndsWith($"2 of 2 nodes run{Environment.NewLine}", status.Output);

            var clock = Stopwatch.StartNew();
            Assert.Equal(["stopped", "stopped"], States((await RunAsync("stop", hosts)).Json()));
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            // Who was the parent of an ended process may not have heard of it yet.
            Assert.All(Pids(started), pid => Assert.True(!File.Exists($"/proc/{pid}/stat") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z "), $"process {pid} still runs"));
            Assert.Contains("\"state\":\"absent\"", (await RunAsync("status", hosts)).Expect(1).Output);
        }
        finally
        {
            await RunAsync("stop", hosts);
        }
    }

    [SshFact]
    public async Task What_keeps_a_machine_out_is_told_by_its_name_and_hides_no_other()
    {
        var hosts = _folder.Write("hosts.txt", $"127.0.0.1:{sshd.Port} name=here\nlocalhost:{FreePorts.Take(1)[0]} name=closed address=127.0.0.1\n");
        var noDotnet = await RunAsync("start", hosts, dotnet: "/nowhere/dotnet");
        Assert.Equal(1, noDotnet.ExitCode);
        Assert.Contains("here: no dotnet (looked for: /nowhere/dotnet); install the .NET and ASP.NET Core runtimes there, or name it with --dotnet PATH", noDotnet.Errors);
        Assert.Contains("closed: cannot be reached by ssh (ssh: connect to host localhost port ", noDotnet.Errors);

        var wrongKey = (await RunAsync("status", hosts, key: sshd.WrongKey)).Expect(1);
        Assert.Contains("here: the host does not accept the key (", wrongKey.Errors);
        var unknown = (await RunAsync("status", hosts, knownHosts: "/dev/null")).Expect(1);
        Assert.Contains("here: the host's own key is unknown or has changed (Host key verification failed.)", unknown.Errors);
        var nobody = await RunAsync("stop", _folder.Write("closed.txt", $"localhost:{FreePorts.Take(1)[0]}"));
        Assert.Equal(3, nobody.ExitCode);
        Assert.False(Directory.Exists(RemoteDir));
    }

    /// <summary>The command, in this process: what is slow about a program's start is tested elsewhere.</summary>
    private async Task<CommandResult> RunAsync(string command, string hosts, string? key = null, string? knownHosts = null, string? dotnet = null, bool json = true)
    {
        string[] arguments =
        [
            "cluster", command, "--hosts", hosts, "--identity", key ?? sshd.Key, "--ssh-option", $"UserKnownHostsFile={knownHosts ?? sshd.KnownHosts}",
            "--ssh-option", "GlobalKnownHostsFile=/dev/null", "--remote-dir", RemoteDir,
        ];
        if (json) arguments = [.. arguments, "--json"];
        if (command == "start") arguments = [.. arguments, "--program", Program, .. (dotnet ?? Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")) is { } path ? (string[])["--dotnet", path] : []];
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await CommandTree.RunAsync(arguments, output, errors, CancellationToken.None);
        return new CommandResult("cluster " + command, code, output.ToString(), errors.ToString());
    }

    // As it was built beside the tests, without what the tests add to it in their own folder.
    private static string Program => Path.Combine(Repository.Root, "artifacts", "bin", "Actors.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')));

    private static string[] States(JsonElement document) => Values(document, "state");

    private static string[] Values(JsonElement document, string field) => [.. Nodes(document).Select(node => node.GetProperty(field).GetString()!)];

    private static int[] Pids(JsonElement document) => [.. Nodes(document).Select(node => node.GetProperty("pid").GetInt32())];

    private static JsonElement.ArrayEnumerator Nodes(JsonElement document) => document.GetProperty("nodes").EnumerateArray();
}
