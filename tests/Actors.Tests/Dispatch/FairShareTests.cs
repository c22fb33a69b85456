using Actors.Dispatch;
using Xunit;

namespace Actors.Tests.Dispatch;

public class FairShareTests
{
    private static readonly LabelSet Plain = LabelSet.Of(["plain"]);
    private static readonly LabelSet Nowhere = LabelSet.Of(["nowhere"]);

    [Fact]
    public void A_client_whose_job_nobody_can_run_saves_nothing_up_by_it()
    {
        var matcher = new Matcher<int>();
        matcher.Add(-1, Nowhere, 0, "hoarder");
        matcher.SetWorker("worker", Plain, 10_000, 0);
        for (var key = 0; key < 1000; key++)
            matcher.Add(key, Plain, 0, "other");
        Drain(matcher);
        matcher.SetWorker("worker", Plain, 0, 0);
        for (var key = 0; key < 20; key++)
        {
            matcher.Add(10_000 + key, Plain, 0, "hoarder");
            matcher.Add(key, Plain, 0, "other");
        }

        matcher.SetWorker("worker", Plain, 10_000, 0);
        var order = Drain(matcher);

        Assert.Equal(10, order.Take(20).Count(key => key < 10_000), 1.0);
    }

    [Fact]
    public void Clients_that_come_once_are_forgotten_even_while_others_wait_for_ever()
    {
        var fairness = new FairShare();
        fairness.Enter("parked");
        for (var number = 0; number < 100_000; number++)
            fairness.Leave(fairness.Enter($"client-{number}"), granted: true);

        Assert.InRange(fairness.Count, 1, 2048);
    }

    private static List<int> Drain(Matcher<int> matcher)
    {
        var keys = new List<int>();
        while (matcher.TryMatch(out var key, out _))
            keys.Add(key);
        return keys;
    }
}
