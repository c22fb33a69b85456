using System.Diagnostics;

namespace Actors.Benchmarks.Nodes;

/// <summary>One real node: <c>actors node</c> from a profile, in a process of its own. Its log goes to this program's stderr.</summary>
internal sealed class BenchmarkNode : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(20);

    private readonly string _name;
    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BenchmarkNode(string name, Process process)
    {
        (_name, _process) = (name, process);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("ready ", StringComparison.Ordinal) == true)
                _ready.TrySetResult();
            else if (line.Data is null)
                _ready.TrySetException(new InvalidOperationException($"the node {name} has ended"));
        };
        process.BeginOutputReadLine();
    }

    public static BenchmarkNode Start(string name, string profile, string folder, params string[] settings)
    {
        var all = settings.Append($"actors.data-dir={folder}").Append($"actors.node-name={name}").Append("akka.loglevel=WARNING");
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Actors.Cli.dll"), "node", "--config", Profile(profile), .. all.SelectMany(setting => (string[])["--set", setting])])
        {
            RedirectStandardOutput = true,
        };
        return new BenchmarkNode(name, Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start"));
    }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public Task ReadyAsync() => _ready.Task.WaitAsync(ReadyLimit);

    public async ValueTask DisposeAsync()
    {
        // Killed, not asked to leave: nothing that is measured comes after.
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(ExitLimit);
        _process.Dispose();
    }

    public override string ToString() => _name;

    private static string Profile(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Actors.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "hocon", name + ".conf");
    }
}
