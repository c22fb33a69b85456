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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
        Assert.True(Words.Runs["again"] >= 2); // a loaded machine may lose sight of a worker, and run it once more
    }

    [Fact]
    public async Task Futures_that_are_waited_for_are_done_though_the_program_has_nothing_but_the_task()
    {
        var gate = $"only the task {Guid.NewGuid():n}";
        var done = WaitForAndForget(_cloud.Futures, gate);
        var result = ReadAndForget(_cloud.Futures, gate);

        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Words.Open(gate);
        await done.WaitAsync(Patience);
        Assert.Equal(gate, await result.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_long_chain_of_futures_comes_to_its_end_while_the_collector_takes_all_its_links()
    {
        var last = _cloud.Futures.Submit(Words.Increase, 0);
        for (var i = 1; i < 200; i++)
        {
            last = _cloud.Futures.Submit(Words.Increase, last);
            if (i % 20 == 0)
                GC.Collect();
        }

        Assert.Equal(200, await last);
        await Eventually.HoldsAsync(
            async () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return (await KeysAsync()).Count(key => key.StartsWith("Increase", StringComparison.Ordinal)) <= 1;
            },
            () => "links are still there");
        Assert.Equal(FutureStatus.Finished, last.Status);
    }

    [Fact]
    public async Task A_result_that_is_waited_for_comes_though_its_future_is_disposed_of()
    {
        var gate = $"disposed while read {Guid.NewGuid():n}";
        var future = _cloud.Futures.Submit(Words.WaitFor, gate);
        var result = future.ResultAsync();

        future.Dispose();
        future.Dispose();
        Words.Open(gate);

        Assert.Equal(gate, await result.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => future.ResultAsync());
    }

    [Fact]
    public async Task A_pending_future_that_is_disposed_of_is_done_as_cancelled()
    {
        var gate = $"disposed while pending {Guid.NewGuid():n}";
        var future = _cloud.Futures.Submit(Words.WaitFor, gate);
        var done = future.Done;

        future.Dispose();

        await done.WaitAsync(Patience);
        Assert.Equal(FutureStatus.Cancelled, future.Status);
        Assert.Equal(ErrorCodes.Cancelled, Assert.IsType<ActorsException>(future.Exception).Code);
        Words.Open(gate);
    }

    [Fact]
    public async Task Nobody_waits_for_a_program_that_has_let_go_of_the_cluster()
    {
        var gate = $"let go {Guid.NewGuid():n}";
        var pending = _cloud.Futures.Submit(Words.WaitFor, gate);
        var result = pending.ResultAsync();
        await _cloud.DisposeAsync();

        var late = _cloud.Futures.Submit(Words.Increase, 1);

        await pending.Done.WaitAsync(Patience);
        await late.Done.WaitAsync(Patience);
        foreach (var waited in new Func<Task>[] { () => result, () => pending.ResultAsync(), () => late.ResultAsync(), () => _cloud.Futures.WhoHasAsync([late]), () => _cloud.Futures.RestartAsync() })
            Assert.Equal(ErrorCodes.Cancelled, (await Assert.ThrowsAsync<ActorsException>(() => waited().WaitAsync(Patience))).Code);
        Words.Open(gate);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task WaitForAndForget(FuturesClient futures, string gate) => futures.WaitAsync([futures.Submit(Words.WaitFor, gate)]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<string> ReadAndForget(FuturesClient futures, string gate) => futures.Submit(Words.WaitFor, gate, new FutureOptions { Pure = false }).ResultAsync();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<HashSet<string>> ComputeAndForgetAsync(FuturesClient futures, int count)
    {
        var made = Enumerable.Range(0, count).Select(i => futures.Submit(Words.CountRuns, $"collected {i}", 1)).ToArray();
        foreach (var future in made)
            await future;
        return [.. made.Select(future => future.Key)];
    }

    private async Task<bool> IsThereAsync(string key) => (await KeysAsync()).Contains(key);

    /// <summary>Of both workers: one that is slow to answer is left out of a look, and that says nothing of what it has.</summary>
    private async Task<HashSet<string>> KeysAsync()
    {
        var has = await _cloud.Futures.HasWhatAsync();
        await Eventually.HoldsAsync(async () => has.Count == 2 || (has = await _cloud.Futures.HasWhatAsync()).Count == 2, () => "not all workers answer");
        return [.. has.Values.SelectMany(keys => keys)];
    }
}
