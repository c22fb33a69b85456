using Actors.Services.Transfers;
using Xunit;

namespace Actors.Tests.Services.Transfers;

public class ByteBudgetTests
{
    private readonly ByteBudget<string> _budget = new(100);

    [Fact]
    public void What_fits_goes_at_once_and_the_rest_in_its_order()
    {
        Ask(("a", 60), ("b", 40), ("c", 10), ("d", 10));
        Assert.Equal(["a", "b"], Next());

        _budget.Release("b");

        Assert.Equal(["c", "d"], Next());
        Assert.Equal(80, _budget.Bytes);
    }

    [Fact]
    public void A_small_one_does_not_overtake_a_large_one_which_would_wait_for_ever()
    {
        Ask(("a", 60), ("large", 90), ("small", 10));

        Assert.Equal(["a"], Next());
    }

    [Fact]
    public void One_that_is_alone_may_be_larger_than_all()
    {
        Ask(("huge", 1000), ("a", 1));

        Assert.Equal(["huge"], Next());
        _budget.Release("huge");
        Assert.Equal(["a"], Next());
    }

    [Fact]
    public void One_that_waits_no_more_is_passed_over()
    {
        Ask(("a", 100), ("b", 100), ("c", 100));
        Next();
        _budget.Release("b");
        _budget.Release("a");

        Assert.Equal(["c"], Next());
        _budget.Release("c");
        Assert.Equal((0, 0), (_budget.Bytes, _budget.Count));
    }

    [Fact]
    public void One_that_leaves_and_comes_back_counts_once()
    {
        Ask(("a", 100), ("b", 70));
        Next();
        _budget.Release("b");
        Ask(("b", 70), ("b", 70));
        _budget.Release("a");

        Assert.Equal(["b"], Next());
        Assert.Equal(70, _budget.Bytes);
    }

    private void Ask(params (string Item, long Bytes)[] items)
    {
        foreach (var (item, bytes) in items)
            _budget.Ask(item, bytes);
    }

    private List<string> Next()
    {
        var next = new List<string>();
        while (_budget.TryNext(out var item))
            next.Add(item);
        return next;
    }
}
