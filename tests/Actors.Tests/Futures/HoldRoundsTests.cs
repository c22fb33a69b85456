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
            new() { Services = { new ServiceView { Service = FutureCalls.ComputeService, HostsLeftOut = true } } },
            new() { Services = { Futures("w2") }, Partial = true },
        ];
        _rounds.Heard("w1");

        for (var i = 0; i < 10; i++)
            Assert.All(noNews, listed => Assert.Empty(_rounds.Compare(WorkerList.Of(listed))));

        Assert.Equal(["w1", "w2"], _rounds.Workers);
    }

    private static ServiceView Futures(params string[] workers) =>
        new() { Service = FutureCalls.ComputeService, Hosts = { workers.Select(worker => new HostView { Host = worker }) } };
}
