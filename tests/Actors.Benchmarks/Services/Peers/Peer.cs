namespace Actors.Benchmarks.Services.Peers;

/// <summary>What one would use instead. Its processes start with its first measurement, and end with the section.</summary>
internal sealed class Peer(Func<PeerProcesses, Task<PeerClient>> start) : IAsyncDisposable
{
    private readonly PeerProcesses _processes = new();
    private PeerClient? _client;

    /// <param name="what">The row.</param>
    /// <param name="count">Calls of one run.</param>
    /// <param name="order">What the client is told.</param>
    /// <param name="isTimed">Whether it tells the times of single calls.</param>
    public Measurement Calls(string what, int count, string order, bool isTimed = true)
    {
        var latencies = isTimed ? new Latencies() : null;
        return new(what, "calls/s", async () => await (_client ??= await start(_processes)).RateAsync(order, count, latencies))
        {
            Latencies = latencies,
            Repetitions = 3,
            Cpu = (_processes.CpuTime, count),
        };
    }

    public ValueTask DisposeAsync() => _processes.DisposeAsync();
}
