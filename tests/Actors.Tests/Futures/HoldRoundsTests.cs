using Actors.Futures;
using Actors.Futures.Internal;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Futures;

public sealed class HoldRoundsTests
{
    private readonly HoldRounds _rounds = new("client", TimeSpan.FromSeconds(5));

    [Fact]
    public void A_worker_that_three_whole_lists_in_a_row_lack_is_gone()
    {
        var listed = WorkerList.Of(new ServicesListed { Services = { Futures("w2") } });
        _rounds.Heard("w1");

        Assert.Empty(_rounds.Compare(listed));
        Assert.Empty(_rounds.Compare(listed));
        Assert.Equal(["w1"], _rounds.Compare(listed));
        Assert.Equal(["w2"], _rounds.Workers);
    }

    [Fact]
    public void A_list_from_which_something_may_be_missing_says_of_no_worker_that_it_is_gone()
    {
        ServicesListed[] noNews =
        [
            new(),
            new() { Services = { Futures() } },
            new() { Services = { Futures("w2") }, Partial = true },
        ];
        _rounds.Heard("w1");

        for (var i = 0; i < 10; i++)
            Assert.All(noNews, listed => Assert.Empty(_rounds.Compare(WorkerList.Of(listed))));

        Assert.Equal(["w1", "w2"], _rounds.Workers);
    }

    [Fact]
    public void A_worker_that_was_not_told_of_a_release_is_told_the_next_time_and_no_other_one()
    {
        _rounds.Heard("w1");
        _rounds.Heard("w2");
        _rounds.Release("key", 3);
        var due = _rounds.TakeDue(TimeSpan.Zero);
        Assert.Equal(["w1: key 3", "w2: key 3"], due.Select(Text));

        _rounds.NotTold(due[0].Worker, due[0].Hold);
        Assert.Empty(_rounds.TakeDue(TimeSpan.FromSeconds(4)));

        Assert.Equal(["w1: key 3", "w2: "], _rounds.TakeDue(TimeSpan.FromSeconds(5)).Select(Text));
        Assert.Equal(["w1: ", "w2: "], _rounds.TakeDue(TimeSpan.FromSeconds(10)).Select(Text));
    }

    [Fact]
    public void Of_two_releases_of_a_key_that_a_worker_missed_the_later_one_counts()
    {
        _rounds.Heard("w1");
        _rounds.NotTold("w1", Released(5));
        _rounds.NotTold("w1", Released(3));
        _rounds.NotTold("gone", Released(3));

        Assert.Equal(["w1: key 5"], _rounds.TakeDue(TimeSpan.Zero).Select(Text));
    }

    private static ShelfHold Released(long serial) => new() { Released = { new ReleasedKey { Key = "key", Serial = serial } } };

    private static string Text((string Worker, ShelfHold Hold) due) => $"{due.Worker}: {string.Join(", ", due.Hold.Released.Select(released => $"{released.Key} {released.Serial}"))}";

    private static ServiceView Futures(params string[] workers) =>
        new() { Service = FutureCalls.ComputeService, Hosts = { workers.Select(worker => new HostView { Host = worker }) } };
}
