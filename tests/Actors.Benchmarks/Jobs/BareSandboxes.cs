using System.Diagnostics;

namespace Actors.Benchmarks.Jobs;

/// <summary>Without a cluster: <c>bwrap</c> with the namespaces that a job gets, started by hand around the same program, and that program alone.</summary>
internal static class BareSandboxes
{
    private const string Bubblewrap = "/usr/bin/bwrap";

    private static readonly string[] Box =
    [
        "--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL",
        "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
        "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--",
    ];

    public static IEnumerable<Measurement> Measurements()
    {
        foreach (var inFlight in new[] { 1, Environment.ProcessorCount })
        {
            yield return Of($"/bin/true without a sandbox, {inFlight} at a time", inFlight, "/bin/true");
            if (File.Exists(Bubblewrap))
                yield return Of($"bwrap /bin/true, {inFlight} at a time", inFlight, Bubblewrap, [.. Box, "/bin/true"]);
            if (File.Exists(Bubblewrap) && File.Exists("/usr/bin/python3"))
                yield return Of($"bwrap python3 -c pass, {inFlight} at a time", inFlight, Bubblewrap, [.. Box, "/usr/bin/python3", "-I", "-S", "-c", "pass"]);
        }
    }

    private static Measurement Of(string what, int inFlight, string program, params string[] arguments)
    {
        var latencies = new Latencies();
        return new(what, "starts/s", () => Load.RateAsync(200, inFlight, latencies, async _ =>
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException($"{program} does not start");
            await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
            await process.WaitForExitAsync().ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
        }))
        {
            Latencies = latencies,
            Repetitions = 3,
        };
    }
}
