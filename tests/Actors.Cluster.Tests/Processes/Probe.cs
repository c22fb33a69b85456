using System.ComponentModel;
using System.Diagnostics;

namespace Actors.Cluster.Tests.Processes;

/// <summary>Finds out by running something what this machine allows.</summary>
internal static class Probe
{
    private const int NotFound = 127; // as a shell says it

    public static int ExitCode(string program, params string[] arguments)
    {
        try
        {
            using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            run.StandardError.ReadToEnd();
            run.WaitForExit();
            return run.ExitCode;
        }
        catch (Win32Exception)
        {
            return NotFound;
        }
    }
}
