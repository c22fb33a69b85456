using Actors.Client;
using Actors.Futures;
using Actors.Services;
using Actors.Tests.Services;
using Xunit;

namespace Actors.Tests.Futures;

[Collection(ServicesGroup.Name)]
public sealed class SubmitTests(ServicesFixture fixture)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_function_is_computed_for_programs_inside_and_outside_of_the_cluster(bool inside)
    {
        var futures = Client(inside).Futures;

        using var count = futures.Submit(Words.Count, "to be or not to be");
        using var async = futures.Submit(Words.CountAsync, "to be or not");
        using var four = futures.Submit(Words.Join, "a", "b", "c", "d");

        Assert.Equal((6, 4, "a b c d"), (await count, await async, await four.ResultAsync()));
        Assert.Equal(FutureStatus.Finished, count.Status);
        Assert.Null(count.Exception);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Futures_are_arguments_also_in_nested_lists(bool inside)
    {
        var futures = Client(inside).Futures;

        var one = futures.Submit(Words.Increase, 0);
        var counts = futures.Map(Words.Count, ["a b c", "d e", ""]);
        var mixed = futures.Submit(Words.Add, one, Argument.Of(41));
        var sum = futures.Submit(Words.Sum, Argument.List(counts));
        var all = futures.Submit(Words.SumAll, Argument.List([Argument.List(counts), Argument.List<int>([one, 10])]));
        var chain = one;
        for (var i = 0; i < 100; i++)
            chain = futures.Submit(Words.Increase, chain);

        Assert.Equal((42, 5, 16, 101), (await mixed, await sum, await all, await chain));
        var increased = await Task.WhenAll(futures.Map(Words.Increase, counts).Select(future => future.ResultAsync()));
        Assert.Equal([4, 3, 1], increased);
    }

    [Fact]
    public async Task A_large_value_goes_from_worker_to_worker_and_to_the_program()
    {
        const int Length = 3_000_000;
        foreach (var futures in (FuturesClient[])[fixture.Inside.Futures, fixture.Outside.Futures])
        {
            using var text = futures.Submit(Words.CountRuns, "large", Length);
            var lengths = Enumerable.Range(0, 10).Select(i => futures.Submit(Words.Length, text)).ToArray();

            Assert.Equal(Length, (await text).Length);
            foreach (var length in lengths)
                Assert.Equal(Length, await length);
        }
    }

    [Fact]
    public async Task The_same_function_and_arguments_have_the_same_key_and_are_computed_once()
    {
        var futures = fixture.Outside.Futures;

        using var first = futures.Submit(Words.CountRuns, "same", 10);
        using var second = futures.Submit(Words.CountRuns, "same", 10);
        using var other = futures.Submit(Words.CountRuns, "same", 11);
        await Task.WhenAll(first.ResultAsync(), second.ResultAsync());

        Assert.Equal(first.Key, second.Key);
        Assert.NotEqual(first.Key, other.Key);
        Assert.StartsWith("CountRuns-", first.Key, StringComparison.Ordinal);
        await other;
        Assert.Equal(2, Words.Runs["same"]);
    }

    [Fact]
    public async Task Futures_that_are_not_pure_are_computed_each_for_itself_and_an_own_key_makes_one_of_many()
    {
        var futures = fixture.Outside.Futures;
        var impure = new FutureOptions { Pure = false };
        var keyed = new FutureOptions { Key = "mine" };

        var keys = new HashSet<string>();
        foreach (var future in (Future<string>[])[futures.Submit(Words.CountRuns, "impure", 1, impure), futures.Submit(Words.CountRuns, "impure", 1, impure)])
        {
            await future;
            keys.Add(future.Key);
        }

        using var first = futures.Submit(Words.CountRuns, "keyed", 1, keyed);
        using var second = futures.Submit(Words.CountRuns, "keyed", 2, keyed);

        Assert.Equal((2, 2), (keys.Count, Words.Runs["impure"]));
        Assert.Equal(("x", "x"), (await first, await second));
        Assert.EndsWith("/mine", second.Key, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => futures.Map(Words.Count, ["a"], keyed));
    }

    [Fact]
    public async Task What_a_function_throws_comes_with_its_stack_and_goes_on_to_what_depends_on_it()
    {
        var futures = fixture.Outside.Futures;

        using var failing = futures.Submit(Words.Fail, "because");
        using var dependent = futures.Submit(Words.Increase, failing);
        var failure = await Assert.ThrowsAsync<RemoteException>(() => failing.ResultAsync());
        var same = await Assert.ThrowsAsync<RemoteException>(() => dependent.ResultAsync());

        Assert.Equal(("because", "because", typeof(InvalidOperationException).FullName), (failure.Message, same.Message, failure.RemoteType));
        Assert.Contains("Words.Fail", failure.RemoteStack, StringComparison.Ordinal);
        Assert.Equal((FutureStatus.Failed, FutureStatus.Failed), (failing.Status, dependent.Status));
        Assert.IsType<RemoteException>(failing.Exception);
    }

    [Fact]
    public async Task What_is_cancelled_stops_and_takes_along_what_depends_on_it()
    {
        var futures = fixture.Outside.Futures;
        using var waiting = futures.Submit(Words.WaitFor, "cancelled");
        using var dependent = futures.Submit(Words.Length, waiting);

        waiting.Cancel();
        var failure = await Assert.ThrowsAsync<ActorsException>(() => dependent.ResultAsync());

        Assert.Equal(ErrorCodes.Cancelled, failure.Code);
        Assert.Equal((FutureStatus.Cancelled, FutureStatus.Cancelled), (waiting.Status, dependent.Status));
        Words.Open("cancelled");
    }

    [Fact]
    public async Task One_function_takes_thousands_of_leaves()
    {
        var futures = fixture.Outside.Futures;
        var texts = Enumerable.Range(0, 3000).Select(i => string.Concat(Enumerable.Repeat("a ", i % 7))).ToArray();

        var counts = futures.Map(Words.Count, texts, new FutureOptions { Pure = false });
        var sum = await futures.Submit(Words.Sum, Argument.List(counts));

        Assert.Equal(texts.Sum(Words.Count), sum);
        // How many each worker takes is a matter of the machine's load, as they are computed in microseconds: the next test has leaves that last.
        foreach (var count in counts)
            count.Dispose();
    }

    [Fact]
    public async Task Leaves_are_dealt_out_evenly_over_the_workers()
    {
        var futures = fixture.Outside.Futures;
        var gate = $"even leaves {Guid.NewGuid():n}";
        await Eventually.HoldsAsync(async () => (await futures.NCoresAsync()).Count == 2, () => "not both workers are there");
        var cores = await futures.NCoresAsync();

        var leaves = Enumerable.Range(0, cores.Values.Sum()).Select(i => futures.Submit(Words.MakeWhenOpen, gate, $"{gate} {i}", 1)).ToArray();
        // None is done before all have begun.
        await Eventually.HoldsAsync(() => Words.Waiting.GetValueOrDefault(gate) == leaves.Length, () => $"{Words.Waiting.GetValueOrDefault(gate)} of {leaves.Length} run");
        Words.Open(gate);
        await futures.WaitAsync(leaves);

        var places = (await futures.WhoHasAsync(leaves)).Values.SelectMany(workers => workers).CountBy(worker => worker);
        Assert.Equal(cores.OrderBy(worker => worker.Key, StringComparer.Ordinal), places.OrderBy(place => place.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(50_000)]
    [InlineData(1_000_000)]
    public void Large_arguments_are_refused_at_once_and_the_message_says_what_to_do(int length)
    {
        var failure = Assert.Throws<ActorsException>(() => fixture.Outside.Futures.Submit(Words.Length, new string('x', length)));

        Assert.Equal(ErrorCodes.TooLarge, failure.Code);
        Assert.Contains("at most 40960 travel with a function: scatter large ones and pass the futures", failure.Message, StringComparison.Ordinal);
    }

    private ComputeCloud Client(bool inside) => inside ? fixture.Inside : fixture.Outside;
}
