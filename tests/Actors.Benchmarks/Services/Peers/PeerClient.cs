using System.Diagnostics;
using System.Globalization;

namespace Actors.Benchmarks.Services.Peers;

/// <summary>A program that makes calls: it reads what to do as a line, and answers with a line of the seconds that it took and the microseconds of single calls.</summary>
internal sealed class PeerClient(Process process)
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(3);

    /// <returns>Calls a second.</returns>
    public async Task<double> RateAsync(string order, int count, Latencies? latencies)
    {
        await process.StandardInput.WriteLineAsync(order);
        await process.StandardInput.FlushAsync();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(RunLimit) ?? throw new InvalidOperationException($"the client ended at '{order}'");
        var figures = line.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        foreach (var microseconds in figures.AsSpan(1))
            latencies?.Add(microseconds / 1000);
        return count / figures[0];
    }
}
