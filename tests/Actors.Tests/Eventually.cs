using Xunit.Sdk;

namespace Actors.Tests;

/// <summary>Waits for what another thread brings about and no message tells of.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <param name="condition">What is to become true.</param>
    /// <param name="view">What to report if it does not.</param>
    public static Task HoldsAsync(Func<bool> condition, Func<string> view) => HoldsAsync(() => Task.FromResult(condition()), view);

    /// <param name="condition">What is to become true.</param>
    /// <param name="view">What to report if it does not.</param>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> view)
    {
        using var timer = new PeriodicTimer(Step);
        var start = TimeProvider.System.GetTimestamp();
        do
        {
            if (await condition())
                return;
            await timer.WaitForNextTickAsync();
        }
        while (TimeProvider.System.GetElapsedTime(start) < Patience);

        throw new XunitException($"Not within {Patience.TotalSeconds} s: {view()}");
    }
}
