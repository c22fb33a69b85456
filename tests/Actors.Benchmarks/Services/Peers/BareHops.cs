using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Actors.Benchmarks.Services.Peers;

/// <summary>The floor: a message of 32 bytes goes from this process through two others and back, by blocking sockets that do nothing else.</summary>
internal sealed class BareHops(int hops) : IAsyncDisposable
{
    private const int Count = 20_000;
    private readonly PeerProcesses _processes = new();
    private Socket? _there;
    private Socket? _back;

    public Measurement Measurement()
    {
        var latencies = new Latencies();
        return new($"bare sockets, 32 bytes through three processes, {hops} hops, 1 in flight", "calls/s", () => RateAsync(latencies))
        {
            Latencies = latencies,
            Cpu = (_processes.CpuTime, Count),
        };
    }

    public ValueTask DisposeAsync()
    {
        _there?.Dispose();
        _back?.Dispose();
        return _processes.DisposeAsync();
    }

    private async Task<double> RateAsync(Latencies latencies)
    {
        if (_there is null)
            await StartAsync();
        var message = new byte[HopProcess.MessageBytes];
        return await Load.RateAsync(Count, 1, latencies, number =>
        {
            BitConverter.TryWriteBytes(message, number);
            _there!.Send(message);
            HopProcess.ReceiveAll(_back!, message);
            return BitConverter.ToInt32(message) == number ? Task.CompletedTask : throw new InvalidOperationException("a wrong message");
        }).WaitAsync(PeerProcesses.ReadyLimit);
    }

    // Three hops: client, broker, worker, client. Four: the worker answers the broker.
    private async Task StartAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var worker = hops == 3 ? await StartHopAsync($"{((IPEndPoint)listener.LocalEndpoint).Port}", HopProcess.OneWay) : await StartHopAsync(HopProcess.Nobody, HopProcess.Answer);
        var broker = await StartHopAsync(worker, hops == 3 ? HopProcess.OneWay : HopProcess.Answer);
        _there = HopProcess.Connect(int.Parse(broker));
        _back = hops == 3 ? await listener.AcceptSocketAsync().WaitAsync(PeerProcesses.ReadyLimit) : _there;
    }

    private async Task<string> StartHopAsync(string next, string kind)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        Process process = _processes.Start(dotnet, typeof(HopProcess).Assembly.Location, HopProcess.Word, next, kind);
        return await process.StandardOutput.ReadLineAsync().WaitAsync(PeerProcesses.ReadyLimit) ?? throw new InvalidOperationException("a hop has ended");
    }
}
