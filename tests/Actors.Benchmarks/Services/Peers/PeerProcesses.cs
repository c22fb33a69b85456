using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Actors.Benchmarks.Services.Peers;

/// <summary>Processes that belong together, with a temporary folder. All of them are killed at the end, whatever they do.</summary>
internal sealed class PeerProcesses : IAsyncDisposable
{
    public static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly List<Process> _processes = [];

    // Also when this program is told to end in the middle.
    public PeerProcesses() => AppDomain.CurrentDomain.ProcessExit += KillAll;

    public string Folder { get; } = Directory.CreateTempSubdirectory("actors-benchmarks-").FullName;

    /// <summary>Used so far by all of them and by this process.</summary>
    public TimeSpan CpuTime() => _processes.Aggregate(Environment.CpuUsage.TotalTime, (sum, process) => sum + ProcessTree.CpuTime(process.Id));

    public Process Start(string program, params string[] arguments) => Start(program, arguments, []);

    public Process Start(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        _processes.Add(process);
        return process;
    }

    /// <summary>Runs a program to its end.</summary>
    public async Task RunAsync(string program, params string[] arguments)
    {
        var process = Start(program, arguments);
        await process.WaitForExitAsync().WaitAsync(ReadyLimit);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }

    /// <summary>Waits until somebody listens on a port of loopback.</summary>
    public static async Task ListensAsync(string port)
    {
        using var limit = new CancellationTokenSource(ReadyLimit);
        while (true)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture), limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(LookEvery, limit.Token);
            }
        }
    }

    public static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAll;
        KillAll(null, EventArgs.Empty);
        foreach (var process in _processes)
        {
            await process.WaitForExitAsync().WaitAsync(ReadyLimit);
            process.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    // The last first: they would complain about those that they use.
    private void KillAll(object? sender, EventArgs e)
    {
        foreach (var process in _processes.AsEnumerable().Reverse())
            process.Kill(entireProcessTree: true);
    }
}
