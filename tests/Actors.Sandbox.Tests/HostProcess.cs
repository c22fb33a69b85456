using System.Diagnostics;
using Actors.Jobs.Runtimes;

namespace Actors.Sandbox.Tests;

/// <summary>A process that runs <see cref="HostProgram"/>.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    /// <param name="within">A command that starts it, such as <c>env</c> with its options; empty for none.</param>
    /// <param name="arguments">Those of the program.</param>
    public HostProcess(string[] within, params string[] arguments)
    {
        string[] command = [.. within, Path.Combine(DotNetRoot.Find()!.Root, DotNetRoot.Muxer), typeof(HostProgram).Assembly.Location, .. arguments];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
    }

    public int Id => _process.Id;

    /// <summary>Its next line; null when it has ended.</summary>
    public Task<string?> LineAsync() => _process.StandardOutput.ReadLineAsync(TimeOut()).AsTask();

    /// <summary>As <c>kill -9</c> does it, to it alone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TimeOut());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static CancellationToken TimeOut() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
}
