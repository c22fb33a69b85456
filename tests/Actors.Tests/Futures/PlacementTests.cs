using Actors.Futures;
using Actors.Tests.Services;
using Xunit;

namespace Actors.Tests.Futures;

/// <summary>Which worker computes a future.</summary>
[Collection(ServicesGroup.Name)]
public sealed class PlacementTests(ServicesFixture fixture)
{
    private const int Large = 200_000;

    private FuturesClient Futures => fixture.Outside.Futures;

    [Fact]
    public async Task A_future_is_computed_by_a_worker_that_it_names()
    {
        foreach (var worker in (await Futures.NCoresAsync()).Keys)
            Assert.Equal([worker], await WorkersOfAsync(new FutureOptions { Pure = false, Workers = [worker, "another one"] }));
    }

    [Fact]
    public async Task Workers_are_named_by_the_addresses_of_their_nodes_too()
    {
        var address = Akka.Cluster.Cluster.Get(fixture.Inside.ActorSystem).SelfAddress.ToString();

        Assert.Single(await WorkersOfAsync(new FutureOptions { Pure = false, Workers = [address] }));
    }

    [Fact]
    public async Task A_future_that_no_worker_may_compute_fails_and_says_what_it_asked_for()
    {
        using var future = Futures.Submit(Words.Increase, 1, new FutureOptions { Pure = false, Labels = ["nowhere"] });

        var failure = await Assert.ThrowsAsync<ActorsException>(() => future.ResultAsync());

        Assert.Equal(ErrorCodes.Unavailable, failure.Code);
        Assert.Contains("labelled nowhere", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_is_computed_where_its_large_argument_lies()
    {
        foreach (var worker in (await Futures.NCoresAsync()).Keys)
        {
            using var text = Futures.Submit(Words.CountRuns, "near", Large, new FutureOptions { Pure = false, Workers = [worker] });
            await text.Done;
            using var length = Futures.Submit(Words.Length, text);

            Assert.Equal(Large, await length);
            var places = await Futures.WhoHasAsync([text, length]);
            Assert.Equal([worker], places[text.Key]);
            Assert.Equal([worker], places[length.Key]);
        }
    }

    private async Task<IEnumerable<string>> WorkersOfAsync(FutureOptions options)
    {
        var futures = Futures.Map(Words.Increase, Enumerable.Range(0, 10), options);
        await Futures.GatherAsync(futures);
        var places = await Futures.WhoHasAsync(futures);
        foreach (var future in futures)
            future.Dispose();
        return places.Values.SelectMany(workers => workers).Distinct();
    }
}
