using Akka.Actor;

namespace Actors.Benchmarks.Engine;

/// <summary>Ask and await the reply, one after the other and side by side.</summary>
internal static class AskRoundTrips
{
    public static IEnumerable<Measurement> Measurements()
    {
        foreach (var concurrent in new[] { 1, 64 })
            foreach (var timeout in new TimeSpan?[] { null, TimeSpan.FromSeconds(5) })
                yield return new(
                    $"ask, {(concurrent == 1 ? "sequential" : concurrent + " concurrent")}, {(timeout is null ? "no time-out" : "time-out 5 s")}",
                    "round trips/s",
                    () => Run(concurrent, timeout));
    }

    private static async Task<double> Run(int concurrent, TimeSpan? timeout)
    {
        var echo = Local.System.ActorOf(Props.Create<Echo>());
        var each = 400_000 / concurrent;
        var rate = await Local.RateAsync(each * concurrent, () => Task.WhenAll(Enumerable.Range(0, concurrent).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
                await echo.Ask<string>("ping", timeout).ConfigureAwait(false);
        }))));
        Local.System.Stop(echo);
        return rate;
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }
}
