using Actors.Services.Deployment.Planning;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class SizingTests
{
    private readonly SizingTerms _terms = new();
    private SizingState _state = new(1);
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void A_queue_that_stays_makes_it_grow_by_leaps_up_to_the_most() =>
        Assert.Equal([1, 2, 4, 8, 10], Run(60, _ => (1000, 8)).Distinct());

    [Fact]
    public void It_grows_no_further_than_what_waits_needs() => Assert.Equal([1, 2, 3], Run(60, _ => (9, 2)).Distinct());

    [Fact]
    public void A_burst_that_is_over_soon_changes_nothing() => Assert.Equal([1], Run(60, second => (second % 3 == 0 ? 1000 : 0, 4)).Distinct());

    [Fact]
    public void What_has_little_to_do_for_long_shrinks_step_by_step_down_to_the_least()
    {
        _state = new SizingState(3);

        var counts = Run(120, _ => (0, 0)).ToList();

        Assert.Equal([3, 2, 1], counts.Distinct());
        Assert.True(counts.TakeWhile(count => count == 3).Count() >= 30);
    }

    [Fact]
    public void A_pause_changes_nothing()
    {
        _state = new SizingState(3);

        Assert.Equal([3], Run(120, second => (0, second % 20 == 0 ? 12 : 0)).Distinct());
    }

    [Fact]
    public void A_steady_load_finds_a_number_and_keeps_it()
    {
        // 10 calls at a time are offered; each instance takes 4.
        var counts = Run(300, _ => (Math.Max(0, 10 - _state.Count * 4), Math.Min(10, _state.Count * 4))).ToList();

        Assert.Single(counts.Skip(60).Distinct());
    }

    [Fact]
    public void It_waits_until_the_last_change_has_come_about()
    {
        for (var i = 0; i < 60; i++)
            Step(1000, 4, isSettled: false);

        Assert.Equal(1, _state.Count);
    }

    private List<int> Run(int seconds, Func<int, (long Queued, long Running)> load) => [.. Enumerable.Range(0, seconds).Select(second =>
    {
        var (queued, running) = load(second);
        Step(queued, running, isSettled: true);
        return _state.Count;
    })];

    private void Step(long queued, long running, bool isSettled)
    {
        _state = Sizing.Step(_state, new SizingFacts(1, 10, 4, queued, running, isSettled), _now, _terms);
        _now += TimeSpan.FromSeconds(1);
    }
}
