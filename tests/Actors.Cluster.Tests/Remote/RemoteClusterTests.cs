using System.Runtime.Versioning;
using Actors.Cli.Remote;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests.Remote;

/// <summary>The scripts, run by a shell of this machine, with a node that is a script too.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RemoteClusterTests : IDisposable
{
    private const string Fits = "echo 'Framework.A 10.0.1 [/x]'; echo 'Framework.B 10.2.0 [/x]'";

    // It ends when it is asked to, unless it is deaf; and with its folder, should the test fail.
    private const string Node = "trap 'exit 0' TERM; echo 'ready akka.tcp://actors@a:1 roles=[x]'; while [ -e node.conf ]; do sleep 0.05; done";
    private const string DeafNode = "trap '' TERM; echo 'ready akka.tcp://actors@a:1 roles=[x]'; while [ -e node.conf ]; do sleep 0.05; done";

    private readonly LocalShell _machine = new();
    private readonly string _program = Directory.CreateTempSubdirectory("actors-program-").FullName;
    private readonly string _remoteDir = "'; touch pwned; $(touch pwned) `touch pwned` & \"x";

    public RemoteClusterTests()
    {
        Directory.CreateDirectory(Path.Combine(_program, "runtimes", "win-x64"));
        File.WriteAllText(Path.Combine(_program, ProgramFiles.Main), "the program");
        File.WriteAllText(Path.Combine(_program, "Actors.xml"), "for compilers");
        File.WriteAllText(Path.Combine(_program, "runtimes", "win-x64", "x.dll"), "for others");
        File.WriteAllText(Path.Combine(_program, "Actors.Cli.runtimeconfig.json"), """{"runtimeOptions":{"frameworks":[{"name":"Framework.A","version":"10.0.0"},{"name":"Framework.B","version":"10.0.0"}]}}""");
    }

    private string Root => Path.Combine(_machine.Home, _remoteDir);

    public void Dispose()
    {
        Directory.Delete(_program, recursive: true);
        _machine.Dispose();
    }

    [Fact]
    public async Task A_node_is_started_once_found_running_and_ended_whatever_the_folders_are_called()
    {
        var cluster = Cluster("a", _machine.Dotnet(Fits, Node));
        var started = Assert.Single(await StartAsync(cluster));
        Assert.Equal((NodeState.Started, "akka.tcp://actors@a:1"), (started.State, started.Address));
        Assert.Equal(["exec sh -s", "exec tar -xzf - ", "exec sh -s"], _machine.Calls.Select(call => call.Command[..Math.Min(16, call.Command.Length)]));
        var program = Assert.Single(Directory.GetDirectories(Path.Combine(Root, "program")));
        Assert.Equal(2, Directory.GetFiles(program).Length);
        Assert.Empty(Directory.GetDirectories(program));
        var settings = Path.Combine(Root, "nodes", "a", "node.conf");
        Assert.Contains("actors.cluster.secret = \"it's \\\"$secret\"", File.ReadAllText(settings));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(settings));

        var again = Assert.Single(await StartAsync(cluster));
        Assert.Equal((NodeState.Running, started.Pid, false), (again.State, again.Pid, again.Differs));
        Assert.Equal(5, _machine.Calls.Count); // looked and asked; nothing was copied
        var changed = Assert.Single(await StartAsync(cluster, "another secret"));
        Assert.Equal((NodeState.Running, true), (changed.State, changed.Differs));
        Assert.Equal(NodeState.Running, Assert.Single(await cluster.StatusAsync(default)).State);

        Assert.Equal(NodeState.Stopped, Assert.Single(await cluster.StopAsync(default)).State);
        Assert.Equal(NodeState.Absent, Assert.Single(await cluster.StopAsync(default)).State);
        Assert.Equal(NodeState.Absent, Assert.Single(await cluster.StatusAsync(default)).State);
        Assert.Empty(Directory.GetFiles(_machine.Home, "pwned", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_program_that_no_node_was_started_with_any_more_is_removed()
    {
        var cluster = Cluster("a", _machine.Dotnet(Fits, Node));
        await StartAsync(cluster);
        await cluster.StopAsync(default);
        var old = Assert.Single(Directory.GetDirectories(Path.Combine(Root, "program")));
        File.WriteAllText(Path.Combine(_program, ProgramFiles.Main), "the next program");
        await StartAsync(cluster);
        Assert.NotEqual(old, Assert.Single(Directory.GetDirectories(Path.Combine(Root, "program"))));
        await cluster.StopAsync(default);
    }

    [Fact]
    public async Task A_node_that_ends_before_it_is_ready_says_why()
    {
        var failed = Assert.Single(await StartAsync(Cluster("a", _machine.Dotnet(Fits, "echo 'actors node: the port is taken' >&2; echo more >&2; exit 2"))));
        Assert.Equal(NodeState.Failed, failed.State);
        Assert.EndsWith("says: actors node: the port is taken", failed.Failure!.Message);
        Assert.StartsWith("the node ended before it was ready; ", failed.Failure.Message);
    }

    [Fact]
    public async Task A_node_that_is_not_ready_in_time_is_told_of_and_left_running()
    {
        var cluster = Cluster("a", _machine.Dotnet(Fits, "echo 'waiting for a seed' >&2; trap 'exit 0' TERM; while [ -e node.conf ]; do sleep 0.05; done"), TimeSpan.FromSeconds(1));
        var failed = Assert.Single(await StartAsync(cluster));
        Assert.StartsWith("not ready within 1 s; it runs on as process ", failed.Failure!.Message);
        Assert.EndsWith("says: waiting for a seed", failed.Failure.Message);
        Assert.Equal(NodeState.Stopped, Assert.Single(await cluster.StopAsync(default)).State);
    }

    [Theory]
    [InlineData("exit 1", "no dotnet (looked for: ")]
    [InlineData("echo 'Framework.A 10.0.1 [/x]'; echo 'Framework.B 9.0.9 [/x]'", "dot net has no Framework.B 10; install the ASP.NET Core runtime of that version there")]
    public async Task Without_the_runtimes_that_the_program_needs_nothing_is_copied(string runtimes, string message)
    {
        var failed = Assert.Single(await StartAsync(Cluster("a", _machine.Dotnet(runtimes, Node))));
        Assert.Contains(message, failed.Failure!.Message);
        Assert.Single(_machine.Calls);
    }

    [Fact]
    public async Task A_process_that_has_taken_over_the_number_of_a_node_is_not_ended()
    {
        var cluster = Cluster("a", _machine.Dotnet(Fits, Node));
        var node = Assert.Single(await StartAsync(cluster));
        await cluster.StopAsync(default);
        using var other = System.Diagnostics.Process.Start("sleep", ["30"]);
        var pidFile = Path.Combine(Root, "nodes", "a", "pid");
        File.WriteAllText(pidFile, $"{other.Id}\n12345\n");
        Assert.Equal(NodeState.Absent, Assert.Single(await cluster.StopAsync(default)).State);
        File.WriteAllText(pidFile, $"{other.Id}; touch pwned\n12345\n");
        Assert.Equal(NodeState.Absent, Assert.Single(await cluster.StopAsync(default)).State);
        Assert.False(other.HasExited);
        other.Kill();
        Assert.NotEqual(other.Id, node.Pid);
    }

    [Fact]
    public async Task A_node_that_does_not_end_is_told_of_with_its_process()
    {
        var cluster = Cluster("a", _machine.Dotnet(Fits, DeafNode), TimeSpan.FromSeconds(1));
        var node = Assert.Single(await StartAsync(cluster));
        var failed = Assert.Single(await cluster.StopAsync(default));
        Assert.StartsWith($"process {node.Pid} still runs 1 s after it was asked to end; ", failed.Failure!.Message);
        System.Diagnostics.Process.GetProcessById(node.Pid!.Value).Kill();
        await Eventually.IsAsync("the node's end", TimeSpan.FromSeconds(10), () => cluster.StatusAsync(default), reports => reports[0].State == NodeState.Absent);
    }

    [Fact]
    public async Task A_host_that_is_down_hides_no_other_and_without_the_seed_nothing_starts()
    {
        _machine.Down.Add("c");
        var cluster = Cluster("a\nb\nc", _machine.Dotnet(Fits, Node));
        Assert.Equal([NodeState.Started, NodeState.Started, NodeState.Failed], (await StartAsync(cluster)).Select(report => report.State));
        Assert.Equal([NodeState.Stopped, NodeState.Stopped, NodeState.Failed], (await cluster.StopAsync(default)).Select(report => report.State));

        _machine.Down.Add("a");
        var reports = await StartAsync(cluster);
        Assert.StartsWith("cannot be reached by ssh", reports[0].Failure!.Message);
        Assert.Equal("not started, because the seed a did not; nodes join by it", reports[1].Failure!.Message);
    }

    [Fact]
    public async Task The_secret_is_on_no_command_line()
    {
        var cluster = Cluster("a", _machine.Dotnet(Fits, "tr '\\0' ' ' </proc/$$/cmdline >&2; " + Node));
        await StartAsync(cluster);
        await cluster.StopAsync(default);
        Assert.DoesNotContain(_machine.Calls, call => call.Command.Contains("secret"));
        var seen = File.ReadAllText(Path.Combine(Root, "nodes", "a", "log"));
        Assert.Contains("node.conf", seen);
        Assert.DoesNotContain("secret", seen);
    }

    private RemoteCluster Cluster(string hosts, string dotnet, TimeSpan? wait = null) => new(
        ClusterPlan.From(HostsFile.Parse("h", hosts), []), new SshOptions(null, []), new RemoteScripts(_remoteDir, dotnet, wait ?? TimeSpan.FromSeconds(10)), 2, _machine.RunAsync);

    private Task<IReadOnlyList<NodeReport>> StartAsync(RemoteCluster cluster, string secret = "it's \"$secret") =>
        cluster.StartAsync(ProgramFiles.In(_program), secret, CancellationToken.None);
}
