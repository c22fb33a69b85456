namespace Actors.Benchmarks;

/// <summary>Runs operations with so many in flight.</summary>
internal static class Load
{
    /// <returns>Operations a second.</returns>
    public static Task<double> RateAsync(int operations, int inFlight, Latencies latencies, Func<int, Task> operation)
    {
        var next = -1;
        return Engine.Local.RateAsync(operations, () => Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < operations)
                await latencies.TimeAsync(() => operation(number)).ConfigureAwait(false);
        }))));
    }
}
