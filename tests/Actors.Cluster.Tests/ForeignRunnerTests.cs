using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>A gateway on a node that has no worker: what runs its jobs comes in by the text protocol.</summary>
public sealed class ForeignRunnerTests(ForeignRunnerTests.WithoutWorker node) : IClassFixture<ForeignRunnerTests.WithoutWorker>
{
    private static readonly TimeSpan LeasePatience = TimeSpan.FromSeconds(20);

    [PythonFact]
    public async Task A_foreign_runner_takes_a_job_by_GETJ_and_its_UPD_makes_the_output_readable()
    {
        const string add = """
            import sys, client
            cloud = client.ComputeCloud("127.0.0.1", int(sys.argv[1]))
            text = cloud.add_string("text", "to be or not to be")
            job, out = cloud.add_job("count", "import sys\nprint(len(open('/net/text').read().split()))\nprint('a note', file=sys.stderr)", "words", [text])
            assert out.get() is None
            print(job.hash, out.hash)
            """;
        var hashes = (await Python.RunTextAsync(add, node.Port)).Split();
        Assert.Equal("ACK", await ClassicClient.CallAsync(node.Port, "HAVJ"));
        Assert.Contains($"ran {hashes[0]}", await Python.RunSampleAsync("runner.py", node.Port));
        Assert.Equal("ACK:" + ClassicClient.Encode("6\n"), await ClassicClient.CallAsync(node.Port, $"GET:{hashes[1]}"));
        Assert.Equal("ACK:" + ClassicClient.Encode("a note\n"), await ClassicClient.CallAsync(node.Port, $"GET:{hashes[0]}"));
        Assert.Equal("6\n", (await node.RunAsync("get", "words")).Expect(0).Output + "\n"); // and for everybody else in the cluster
        Assert.Equal("NACK", await ClassicClient.CallAsync(node.Port, "HAVJ"));
    }

    [Fact]
    public async Task A_job_whose_runner_stays_away_goes_to_another_after_its_lease_and_the_first_UPD_wins()
    {
        var added = await ClassicClient.CallAsync(node.Port, $"JADD:slow:{ClassicClient.Encode("print(1)")}:result");
        var (job, output) = (added.Split(':')[1], added.Split(':')[2]);
        Assert.Equal(job, JobOf(await TakenAsync()));
        Assert.Equal("NACK", await ClassicClient.CallAsync(node.Port, "GETJ")); // it is out, so nobody else gets it before its time

        Assert.Equal(job, JobOf(await TakenAsync()));
        Assert.Equal("ACK", await UpdateAsync(job, "first"));
        Assert.Equal("NACK", await UpdateAsync(job, "second"));
        var read = await Eventually.IsAsync(
            "the output is published", LeasePatience, () => ClassicClient.CallAsync(node.Port, $"GET:{output}"), reply => reply != "NACK");
        Assert.Equal("ACK:" + ClassicClient.Encode("first"), read);
    }

    [Fact]
    public async Task An_UPD_after_the_lease_is_refused()
    {
        var job = (await ClassicClient.CallAsync(node.Port, $"JADD:late:{ClassicClient.Encode("print(1)")}:late-result")).Split(':')[1];
        Assert.Equal(job, JobOf(await TakenAsync()));
        await Eventually.IsAsync("the job is to be had again", LeasePatience, () => ClassicClient.CallAsync(node.Port, "HAVJ"), reply => reply == "ACK");
        Assert.Equal("NACK", await UpdateAsync(job, "too late"));
        Assert.Equal(job, JobOf(await TakenAsync()));
        Assert.Equal("ACK", await UpdateAsync(job, "in time"));
    }

    private static string JobOf(string offer) => offer.Split(':')[2];

    private Task<string> UpdateAsync(string job, string output) =>
        ClassicClient.CallAsync(node.Port, $"UPD:{job}:{ClassicClient.Encode(output)}:{ClassicClient.Encode("none")}");

    private Task<string> TakenAsync() =>
        Eventually.IsAsync("GETJ hands a job over", LeasePatience, () => ClassicClient.CallAsync(node.Port, "GETJ"), reply => reply.StartsWith("ACK:", StringComparison.Ordinal));

    /// <summary>All roles but that of a worker; foreign runners' leases are short.</summary>
    public sealed class WithoutWorker : IAsyncLifetime
    {
        private readonly ClusterFolder _cluster = new();
        private readonly ActorsNode _node;

        public WithoutWorker()
        {
            var ports = FreePorts.Take(2);
            Port = ports[1];
            _node = _cluster.Add(
                "gateway", "all-in-one", $"127.0.0.1:{ports[0]}", $"akka.remote.dot-netty.tcp.port={ports[0]}", $"actors.gateways.computecloud.port={Port}",
                "akka.cluster.roles=[broker, storage, gateway]", "actors.gateways.computecloud.lease=2s");
        }

        public int Port { get; }

        public Task<CommandResult> RunAsync(params string[] arguments) => _cluster.RunAsync(_node, arguments);

        public async Task InitializeAsync()
        {
            _node.Start();
            await _node.ReadyAsync();
        }

        public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();
    }
}
