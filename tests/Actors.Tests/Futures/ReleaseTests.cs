using System.Runtime.CompilerServices;
using Actors.Client;
using Actors.Futures;
using Actors.Tests.Services;
using Xunit;

namespace Actors.Tests.Futures;

/// <summary>What is not needed any more does not stay. Each test has a client of its own, and looks for that client's keys.</summary>
[Collection(ServicesGroup.Name)]
public sealed class ReleaseTests(ServicesFixture fixture) : IAsyncLifetime
{
    private ComputeCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await ComputeCloud.ConnectAsync($"127.0.0.1:{Akka.Cluster.Cluster.Get(fixture.Inside.ActorSystem).SelfAddress.Port}");

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    [Fact]
    public async Task A_future_that_is_disposed_of_lets_its_value_go()
    {
        var future = _cloud.Futures.Submit(Words.CountRuns, "disposed", 5);
        await future;
        Assert.True(await IsThereAsync(future.Key));

        future.Dispose();

        await Eventually.HoldsAsync(async () => !await IsThereAsync(future.Key), () => $"{future.Key} is still there");
        await Assert.ThrowsAsync<ObjectDisposedException>(() => future.ResultAsync());
    }

    [Fact]
    public async Task Futures_that_nobody_refers_to_are_released_by_the_garbage_collector()
    {
        var keys = await ComputeAndForgetAsync(_cloud.Futures, 500);

        await Eventually.HoldsAsync(
            async () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !(await KeysAsync()).Overlaps(keys);
            },
            () => "some are still there");
    }

    [Fact]
    public async Task A_value_stays_for_what_is_made_of_it_and_goes_when_that_is_done()
    {
        var text = _cloud.Futures.Submit(Words.CountRuns, "intermediate", 7);
        var length = _cloud.Futures.Submit(Words.Length, text);
        var key = text.Key;

        text.Dispose();

        Assert.Equal(7, await length);
        await Eventually.HoldsAsync(async () => !await IsThereAsync(key), () => $"{key} is still there");
        Assert.True(await IsThereAsync(length.Key));
    }

    [Fact]
    public async Task A_released_value_is_computed_again_for_whoever_asks_again()
    {
        using (var first = _cloud.Futures.Submit(Words.CountRuns, "again", 9))
            await first;
        await Eventually.HoldsAsync(async () => !(await KeysAsync()).Any(key => key.StartsWith("CountRuns", StringComparison.Ordinal)), () => "it is still there");

        using var second = _cloud.Futures.Submit(Words.CountRuns, "again", 9);

        Assert.Equal(9, (await second).Length);
        Assert.Equal(2, Words.Runs["again"]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<HashSet<string>> ComputeAndForgetAsync(FuturesClient futures, int count)
    {
        var made = Enumerable.Range(0, count).Select(i => futures.Submit(Words.CountRuns, $"collected {i}", 1)).ToArray();
        foreach (var future in made)
            await future;
        return [.. made.Select(future => future.Key)];
    }

    private async Task<bool> IsThereAsync(string key) => (await KeysAsync()).Contains(key);

    private async Task<HashSet<string>> KeysAsync() => [.. (await _cloud.Futures.HasWhatAsync()).Values.SelectMany(keys => keys)];
}
