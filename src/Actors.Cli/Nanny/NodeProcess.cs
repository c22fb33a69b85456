using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace Actors.Cli.Nanny;

/// <summary>
/// One run of <c>actors node</c> as a child of this process, with our output as its own. Its input is a pipe of ours: it leaves in order when that is closed, so also when
/// we are killed.
/// </summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;

    private NodeProcess(Process process)
    {
        _process = process;
        Ended = EndAsync();
    }

    public int Id => _process.Id;

    /// <summary>Its exit code; of one that was killed by a signal, 128 and the signal.</summary>
    public Task<int> Ended { get; }

    /// <exception cref="ActorsException">failed: it cannot be started.</exception>
    public static NodeProcess Start(IEnumerable<string> arguments)
    {
        var command = Command();
        var start = new ProcessStartInfo(command[0], [.. command[1..], .. arguments]) { RedirectStandardInput = true, UseShellExecute = false };
        try
        {
            return new NodeProcess(Process.Start(start)!);
        }
        catch (Win32Exception failure)
        {
            throw new ActorsException(ErrorCodes.Failed, $"{start.FileName} cannot be started: {failure.Message}", failure);
        }
    }

    /// <summary>Has it leave in order.</summary>
    public void Leave()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended.
        }
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    public void Dispose() => _process.Dispose();

    private static string[] Command()
    {
        var self = Environment.ProcessPath ?? throw new ActorsException(ErrorCodes.Failed, "the path of this program is not known: it cannot start itself");
        return Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, Assembly.GetEntryAssembly()!.Location] : [self];
    }

    private async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return _process.ExitCode;
    }
}
