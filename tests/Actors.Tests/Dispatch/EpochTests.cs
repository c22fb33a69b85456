using Actors.Dispatch;
using Xunit;

namespace Actors.Tests.Dispatch;

public class EpochTests
{
    [Fact]
    public void Whoever_takes_over_is_above_all_grants_before()
    {
        var first = new Ballot(1, "z");
        var second = new Ballot(2, "a");

        Assert.True(new Epoch(second, 1) > new Epoch(first, 1_000_000));
        Assert.True(new Epoch(first, 2) > new Epoch(first, 1));
        Assert.True(new Ballot(1, "b") > new Ballot(1, "a"));
        Assert.True(Epoch.None < new Epoch(first, 1));
        Assert.True(new Epoch(first, 1) <= new Epoch(first, 1) && new Epoch(first, 1) >= new Epoch(first, 1));
    }
}
