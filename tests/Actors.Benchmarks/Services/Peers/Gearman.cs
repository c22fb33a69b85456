namespace Actors.Benchmarks.Services.Peers;

/// <summary>Calls through gearmand, by programs in C: its users get no faster ones.</summary>
internal static class Gearman
{
    private const string Server = "/usr/sbin/gearmand";
    private const string Compiler = "/usr/bin/gcc";
    private const string Header = "/usr/include/libgearman/gearman.h";

    public static IEnumerable<Measurement> Measurements(Peer peer)
    {
        const string what = "gearman call, client and workers in C, a worker a core";
        yield return peer.Calls($"{what}, 1 in flight", 10_000, "10000 1");
        yield return peer.Calls($"{what}, 64 at a time", 64_000, "64000 64");
        yield return peer.Calls($"{what}, 1024 at a time", 102_400, "102400 1024");
    }

    /// <returns>Null, and a line on stderr, when it is not installed.</returns>
    public static Peer? Find() =>
        Installed.All("gearman", "gearman-job-server libgearman-dev gcc libc6-dev", Server, Compiler, Header) ? new Peer(StartAsync) : null;

    // Without threads of its own the server is fastest here: half as many again at least.
    private static async Task<PeerClient> StartAsync(PeerProcesses processes)
    {
        var port = PeerProcesses.FreePort();
        var client = await CompileAsync(processes, "gearman_client");
        var worker = await CompileAsync(processes, "gearman_worker");
        processes.Start(Server, "--listen=127.0.0.1", $"--port={port}", "--threads=0", $"--log-file={Path.Combine(processes.Folder, "gearmand.log")}");
        await PeerProcesses.ListensAsync(port);
        for (var i = 0; i < Environment.ProcessorCount; i++)
            processes.Start(worker, port);
        return new PeerClient(processes.Start(client, port));
    }

    private static async Task<string> CompileAsync(PeerProcesses processes, string name)
    {
        var program = Path.Combine(processes.Folder, name);
        await processes.RunAsync(Compiler, "-O2", Installed.Source($"{name}.c"), "-o", program, "-lgearman");
        return program;
    }
}
