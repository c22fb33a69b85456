using Akka.Actor;

namespace Actors.Benchmarks.Engine;

/// <summary>A quiet actor system for one measurement, and the rate of something that completes.</summary>
internal static class Local
{
    public static readonly ActorSystem System = ActorSystem.Create("benchmark", "akka { loglevel = ERROR, log-dead-letters = off }");

    /// <returns>Operations a second.</returns>
    public static async Task<double> RateAsync(double operations, Func<Task> run)
    {
        var start = TimeProvider.System.GetTimestamp();
        await run().WaitAsync(TimeSpan.FromMinutes(2));
        return operations / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }
}
