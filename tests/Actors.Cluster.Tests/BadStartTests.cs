using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>Nodes that cannot start, and commands without a cluster: each says in one line what is wrong.</summary>
public sealed class BadStartTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly ClusterFolder _cluster = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task A_missing_file_of_settings() => await RefusedAsync("--config nowhere.conf: does not exist", "--config", "nowhere.conf");

    [Fact]
    public async Task Wrong_HOCON_is_told_with_its_line() =>
        await RefusedAsync("wrong.conf:2: ", "--config", _cluster.Write("wrong.conf", "a = 1\nb = [1, 2\n"));

    [Fact]
    public async Task A_wrong_value_is_told_with_file_line_path_expected_and_found() =>
        await RefusedAsync(
            "wrong.conf:1: actors.storage.replicas: expected a whole number; the default is 2; found two",
            "--config", ActorsNode.Profile("seed"), "--config", _cluster.Write("wrong.conf", "actors.storage.replicas = two"));

    [Fact]
    public async Task A_value_out_of_range_is_led_back_to_its_line() =>
        await RefusedAsync(
            "wrong.conf:1: actors.storage.replicas is 99", "--config", ActorsNode.Profile("seed"), "--config", _cluster.Write("wrong.conf", "actors.storage.replicas = 99"));

    [Theory]
    [InlineData("akka.remote.dot-netty.tcp.hostname=0.0.0.0", "akka.remote.dot-netty.tcp.hostname")]
    [InlineData("actors.gateways.computecloud.host=0.0.0.0", "actors.gateways.computecloud.host")]
    public async Task Listening_beyond_loopback_without_protection(string setting, string path) =>
        await RefusedAsync($"{path}: expected a loopback address", "--config", ActorsNode.Profile("all-in-one"), "--set", setting);

    [Theory]
    [InlineData("akka.remote.dot-netty.tcp.port", "actors.gateways.computecloud.port")]
    [InlineData("actors.gateways.computecloud.port", "akka.remote.dot-netty.tcp.port")]
    public async Task A_port_that_is_in_use(string path, string other)
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        await RefusedAsync($"{port}", "--config", ActorsNode.Profile("all-in-one"), "--set", $"{path}={port}", "--set", $"{other}=0", "--set", DataDir);
    }

    [Fact]
    public async Task A_data_folder_that_another_node_holds()
    {
        var port = FreePorts.Take(1)[0];
        var holder = _cluster.Add("twin", "seed", $"127.0.0.1:{port}", $"akka.remote.dot-netty.tcp.port={port}");
        holder.Start();
        await holder.ReadyAsync();
        await RefusedAsync("in use", "--config", ActorsNode.Profile("storage"), "--set", DataDir, "--set", "actors.node-name=twin");
        Assert.Equal(0, (await holder.LeaveAsync(Limit)).ExitCode);
    }

    [Fact]
    public async Task A_seed_that_does_not_answer_is_tried_on_and_told_and_the_node_still_ends_when_it_is_told_to()
    {
        var node = _cluster.Add("lonely", "storage", $"127.0.0.1:{FreePorts.Take(1)[0]}");
        node.Start();
        await node.Process.Errors.WaitAsync("telling that no seed node answers", line => line.Contains("seed") && line.Contains("trying"), Limit);
        Assert.Equal(0, (await node.LeaveAsync(Limit)).ExitCode);
    }

    [Fact]
    public async Task A_command_without_a_cluster_ends_with_exit_code_3_within_10_s()
    {
        var clock = Stopwatch.StartNew();
        var contact = $"127.0.0.1:{FreePorts.Take(1)[0]}";
        var result = await ActorsProcess.RunAsync(_cluster.Folder, Limit, "ls", "--connect", contact, "--json");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
        Assert.Contains("\"code\":\"unreachable\"", result.Expect(3).Errors);
        Assert.Contains(contact, result.Errors);
    }

    [Fact]
    public async Task A_needed_role_that_is_absent_is_unavailable()
    {
        var port = FreePorts.Take(1)[0];
        var seed = _cluster.Add("alone", "seed", $"127.0.0.1:{port}", $"akka.remote.dot-netty.tcp.port={port}");
        seed.Start();
        await seed.ReadyAsync();
        var job = await _cluster.RunAsync(seed, "job", "run", "--runtime", "python", "-e", "print(1)", "--timeout", "3s", "--json");
        Assert.Contains("\"code\":\"unavailable\"", job.Expect(1).Errors);
        Assert.Equal(0, (await seed.LeaveAsync(Limit)).ExitCode);
    }

    private string DataDir => "actors.data-dir=" + Path.Combine(_cluster.Folder, "data");

    private async Task RefusedAsync(string message, params string[] arguments)
    {
        var result = (await ActorsProcess.RunAsync(_cluster.Folder, Limit, ["node", .. arguments])).Expect(2);
        // One line beside the log, which says what the node did until then.
        var told = Assert.Single(result.Errors.Split('\n'), line => line.StartsWith("actors node: ", StringComparison.Ordinal));
        Assert.Contains(message, told);
    }
}
