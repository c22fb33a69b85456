using Actors.Futures;
using Actors.Services;
using Actors.Tests.Services;
using Xunit;

namespace Actors.Tests.Futures;

[Collection(ServicesGroup.Name)]
public sealed class GatherTests(ServicesFixture fixture)
{
    private FuturesClient Futures => fixture.Outside.Futures;

    [Fact]
    public async Task Lists_and_dictionaries_of_futures_also_nested_are_gathered_in_their_order()
    {
        var ones = Futures.Map(Words.Increase, Enumerable.Range(0, 100));
        var named = new Dictionary<string, Future<int>> { ["five"] = ones[4], ["seven"] = ones[6] };
        var lists = new Dictionary<string, IReadOnlyList<Future<int>>> { ["few"] = [ones[0], ones[1]], ["none"] = [] };

        Assert.Equal(Enumerable.Range(1, 100), await Futures.GatherAsync(ones));
        Assert.Equal([[1, 2], [], [100]], await Futures.GatherAsync([ones.Take(2), [], ones.Skip(99)]));
        Assert.Equal(new Dictionary<string, int> { ["five"] = 5, ["seven"] = 7 }, await Futures.GatherAsync(named));
        var gathered = await Futures.GatherAsync(lists);
        Assert.Equal([1, 2], gathered["few"]);
        Assert.Empty(gathered["none"]);
    }

    [Fact]
    public async Task Failures_are_thrown_or_collected_as_one_likes()
    {
        Future<int>[] some = [Futures.Submit(Words.Increase, 1), Futures.Submit(Words.Fail, "first"), Futures.Submit(Words.Fail, "second")];

        var thrown = await Assert.ThrowsAsync<RemoteException>(() => Futures.GatherAsync(some));
        var outcomes = await Futures.GatherOutcomesAsync(some);

        Assert.Equal("first", thrown.Message);
        Assert.Equal([null, "first", "second"], outcomes.Select(outcome => outcome.Exception?.Message));
        Assert.Equal(2, outcomes[0].Value);
        Assert.Throws<RemoteException>(() => outcomes[1].Value);
    }

    [Fact]
    public async Task Futures_come_as_they_are_completed()
    {
        var slow = Futures.Submit(Words.WaitFor, "as-completed");
        Future<string>[] all = [slow, Futures.Submit(Words.Join, "a", "b", "c", "d")];
        var keys = new List<string>();

        await foreach (var done in Futures.AsCompleted(all))
        {
            keys.Add(done.Key);
            Words.Open("as-completed");
        }

        Assert.Equal([all[1].Key, slow.Key], keys);
        await Futures.WaitAsync(all);
        Assert.All(all, future => Assert.True(future.IsDone));
    }

    [Fact]
    public async Task Scattered_values_are_spread_over_the_workers_and_are_arguments()
    {
        var workers = await Futures.NCoresAsync();
        var values = Enumerable.Range(0, 8).Select(i => new string('x', i * 20_000)).ToArray();

        var scattered = await Futures.ScatterEachAsync(values);
        var lengths = Futures.Map(Words.Length, scattered);
        var named = await Futures.ScatterEachAsync(new Dictionary<string, int> { ["one"] = 1, ["two"] = 2 });

        Assert.Equal(Enumerable.Range(0, 8).Select(i => i * 20_000), await Futures.GatherAsync(lengths));
        Assert.Equal(values, await Futures.GatherAsync(scattered));
        Assert.Equal(3, await Futures.Submit(Words.Add, named["one"], named["two"]));
        var places = await Futures.WhoHasAsync(scattered);
        Assert.Equal(workers.Keys.Order(), places.Values.SelectMany(place => place).Distinct().Order());
        Assert.Contains(scattered[0].Key, (await Futures.HasWhatAsync())[places[scattered[0].Key][0]]);
    }

    [Fact]
    public async Task A_broadcast_value_is_on_all_workers()
    {
        var workers = await Futures.NCoresAsync();

        using var everywhere = await Futures.ScatterAsync("everywhere", broadcast: true);

        var places = await Futures.WhoHasAsync([everywhere]);
        Assert.Equal(2, workers.Count);
        Assert.Equal(workers.Keys.Order(), places[everywhere.Key].Order());
        Assert.Equal(Environment.ProcessorCount, workers.Values.First());
    }

    [Fact]
    public async Task A_future_that_was_disposed_of_or_is_another_clients_is_no_argument()
    {
        var disposed = Futures.Submit(Words.Increase, 77);
        await disposed;
        disposed.Dispose();
        using var foreign = fixture.Inside.Futures.Submit(Words.Increase, 78);

        using var first = Futures.Submit(Words.Increase, disposed);
        using var second = Futures.Submit(Words.Increase, foreign);

        Assert.Equal(ErrorCodes.Invalid, (await Assert.ThrowsAsync<ActorsException>(() => first.ResultAsync())).Code);
        Assert.Equal(ErrorCodes.Invalid, (await Assert.ThrowsAsync<ActorsException>(() => second.ResultAsync())).Code);
    }
}
