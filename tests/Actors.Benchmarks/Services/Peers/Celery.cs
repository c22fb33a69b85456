namespace Actors.Benchmarks.Services.Peers;

/// <summary>Calls through Celery, with Redis for tasks and for results.</summary>
internal static class Celery
{
    private const string Python = "/usr/bin/python3";
    private const string Redis = "/usr/bin/redis-server";
    private const string Packages = "/usr/lib/python3/dist-packages/";

    public static IEnumerable<Measurement> Measurements(Peer peer)
    {
        const string what = "Celery with Redis, a worker process a core";
        yield return peer.Calls($"{what}, add.delay().get()", 1_000, "one 1000");
        yield return peer.Calls($"{what}, a group of 5,000 with results", 5_000, "group 5000", isTimed: false);
        yield return peer.Calls($"{what}, 10,000 apply_async, then their results", 10_000, "all 10000", isTimed: false);
    }

    /// <returns>Null, and a line on stderr, when it is not installed.</returns>
    public static Peer? Find() =>
        Installed.All("Celery with Redis", "python3-celery python3-redis redis-server", Python, Redis, $"{Packages}celery/__init__.py", $"{Packages}redis/__init__.py") ? new Peer(StartAsync) : null;

    private static async Task<PeerClient> StartAsync(PeerProcesses processes)
    {
        var port = PeerProcesses.FreePort();
        processes.Start(Redis, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", processes.Folder, "--logfile", "redis.log");
        await PeerProcesses.ListensAsync(port);
        var environment = new Dictionary<string, string>
        {
            ["PEER_REDIS"] = $"redis://127.0.0.1:{port}/0",
            ["PYTHONPATH"] = Path.GetDirectoryName(Installed.Source("celery_tasks.py"))!,
            ["PYTHONDONTWRITEBYTECODE"] = "1",
            ["PYTHONWARNINGS"] = "ignore",
        };
        // What it would say to other workers, of which there are none, is left out.
        processes.Start(
            Python,
            ["-m", "celery", "-A", "celery_tasks", "worker", "--concurrency", $"{Environment.ProcessorCount}", "--loglevel", "ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"],
            environment);
        return new PeerClient(processes.Start(Python, [Installed.Source("celery_client.py")], environment));
    }
}
