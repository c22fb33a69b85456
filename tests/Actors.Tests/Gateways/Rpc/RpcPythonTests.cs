using System.Diagnostics;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Gateways.JsonRpc;

/// <summary>The client of samples/python/rpc_client.py, which is ten lines.</summary>
public sealed class RpcPythonTests
{
    [PythonFact]
    public async Task Ten_lines_of_Python_call_a_server()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);

        Assert.Equal((0, "14\n", ""), await RunAsync(server, "add", "6", "8"));
        Assert.Equal((0, "[\"hello\", 5]\n", ""), await RunAsync(server, "get_data"));
        Assert.Equal((0, "[1, 2, 3]\n", ""), await RunAsync(server, "count", "3"));
    }

    [PythonFact]
    public async Task What_a_method_throws_is_an_exception_in_Python()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);

        var (exitCode, _, errors) = await RunAsync(server, "fail", "\"on purpose\"");

        Assert.Equal(1, exitCode);
        Assert.EndsWith("RuntimeError: on purpose\n", errors);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(SocketServer server, string method, params string[] arguments)
    {
        var start = new ProcessStartInfo(PythonFactAttribute.Interpreter) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Sample(), server.EndPoint.Address.ToString(), $"{server.EndPoint.Port}", method }.Concat(arguments)) start.ArgumentList.Add(argument);
        using var python = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var output = python.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = python.StandardError.ReadToEndAsync(limit.Token);
        await python.WaitForExitAsync(limit.Token);
        return (python.ExitCode, await output, await errors);
    }

    private static string Sample()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            var sample = Path.Combine(folder.FullName, "samples", "python", "rpc_client.py");
            if (File.Exists(sample)) return sample;
        }

        throw new FileNotFoundException("samples/python/rpc_client.py");
    }

    /// <summary>A test that needs Python 3, and says so where there is none.</summary>
    private sealed class PythonFactAttribute : FactAttribute
    {
        public const string Interpreter = "/usr/bin/python3";

        public PythonFactAttribute()
        {
            if (!File.Exists(Interpreter)) Skip = $"needs {Interpreter}";
        }
    }
}
