using System.Diagnostics;
using Xunit;

namespace Actors.Cluster.Tests.Processes;

/// <summary>Runs the samples of <c>samples/python</c>, and short programs beside them.</summary>
internal static class Python
{
    /// <returns>What it printed.</returns>
    public static Task<string> RunSampleAsync(string script, int port) => RunAsync([Repository.Sample("python", script), port.ToString()]);

    /// <param name="program">May import <c>client</c>; the port is its first argument.</param>
    /// <param name="port">Of the gateway.</param>
    public static Task<string> RunTextAsync(string program, int port) => RunAsync(["-c", program, port.ToString()]);

    private static async Task<string> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(PythonFactAttribute.Interpreter, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PYTHONPATH"] = Repository.Sample("python");
        using var python = Process.Start(start)!;
        var output = python.StandardOutput.ReadToEndAsync();
        var errors = await python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, $"{string.Join(' ', arguments)}: exit code {python.ExitCode}: {errors}");
        return await output;
    }
}
