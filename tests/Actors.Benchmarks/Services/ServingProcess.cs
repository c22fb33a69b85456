using System.Diagnostics;
using Actors.Client;
using Actors.Services;

namespace Actors.Benchmarks.Services;

/// <summary>This program once more, as a member of the cluster that serves.</summary>
internal sealed class ServingProcess : IAsyncDisposable
{
    /// <summary>The first argument that makes this program serve.</summary>
    public const string Word = "serve";

    public const string Service = "math";

    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServingProcess(Process process) => _process = process;

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static ServingProcess Start(string contact)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(ServingProcess).Assembly.Location, Word, contact])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        return new ServingProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start"));
    }

    public async Task ReadyAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync().WaitAsync(ReadyLimit) is null)
            throw new InvalidOperationException("the process that serves has ended");
    }

    /// <summary>Serves until nobody is at the other end of stdin.</summary>
    public static async Task ServeAsync(string contact)
    {
        await using var cloud = await ComputeCloud.JoinAsync(contact);
        await using var served = await cloud.Services.ServeAsync(Service, new Adder(), new ServeOptions { Concurrency = Environment.ProcessorCount });
        Console.WriteLine("serving");
        await Console.In.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _process.WaitForExitAsync(limit.Token);
        _process.Dispose();
    }

    /// <summary>What is called.</summary>
    private sealed class Adder
    {
        public int Add(int left, int right) => left + right;
    }
}
