using System.Diagnostics;

namespace Actors.Cluster.Tests.Processes;

/// <summary>For states that nobody announces: looks again until they are there, and on time-out shows the last look.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<T> IsAsync<T>(string phase, TimeSpan limit, Func<Task<T>> look, Func<T, bool> wanted)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (wanted(seen)) return seen;
            if (clock.Elapsed > limit) throw new TimeoutException($"{phase}: not so within {limit.TotalSeconds:0.#} s; the last look showed {seen}");
            await Task.Delay(Pause);
        }
    }
}
