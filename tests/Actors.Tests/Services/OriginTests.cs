using Actors.Services;
using Xunit;

namespace Actors.Tests.Services;

/// <summary>Corellia's own benchmark and behaviours, as its users know them, without its bugs.</summary>
[Collection(ServicesGroup.Name)]
public sealed class OriginTests(ServicesFixture fixture)
{
    [Fact]
    public async Task Twenty_thousand_puts_and_as_many_gets_at_a_time()
    {
        const int Count = 20_000;
        await using var served = await fixture.Inside.Services.ServeAsync("benchmark", new Calculator());
        var client = fixture.Outside.Services.Client("benchmark");
        var texts = Enumerable.Range(0, Count).Select(i => i.ToString().PadLeft(100, '.')).ToArray();

        var puts = await Task.WhenAll(texts.Select(text => client.SubmitAsync("Repeatable", text))).WaitAsync(Limits.Patience);
        var gets = await Task.WhenAll(puts.Select(put => put.ResultAsync<string>())).WaitAsync(Limits.Patience);

        Assert.Equal(texts, gets);
    }

    [Fact]
    public async Task A_pools_objects_all_work_at_the_same_time_and_each_on_one_call()
    {
        var pool = new WorkerPool();
        await using var served = await fixture.Inside.Services.ServeAsync("pool", () => new Worker(pool), new ServeOptions { Concurrency = 10 });

        var workers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => fixture.Outside.CallAsync<int>("pool", "Meet", 10)));

        Assert.Equal(Enumerable.Range(1, 10), workers.Order());
    }

    [Fact]
    public async Task The_object_that_has_been_idle_for_longest_is_first()
    {
        var pool = new WorkerPool();
        await using var served = await fixture.Inside.Services.ServeAsync("idle", () => new Worker(pool), new ServeOptions { Concurrency = 4 });

        var order = await CallInTurnAsync("idle", 12);

        Assert.Equal([1, 2, 3, 4], order[..4]);
        // The next call may come before a thread has got round to put its object back, so one may lose its turn.
        Assert.All(order.CountBy(number => number), calls => Assert.InRange(calls.Value, 2, 4));
    }

    [Fact]
    public async Task The_host_that_has_been_idle_for_longest_is_first()
    {
        var pool = new WorkerPool();
        var one = new ServeOptions { Concurrency = 1 };
        await using var first = await fixture.Inside.Services.ServeAsync("idle-hosts", new Worker(pool), one);
        await using var second = await fixture.Outside.Services.ServeAsync("idle-hosts", new Worker(pool), one);
        await using var third = await fixture.Inside.Services.ServeAsync("idle-hosts", new Worker(pool), one);

        // A broker hears of ends a little later than clients do, so calls one after the other may meet a host that it still takes for busy: each waits for the reports before.
        var order = new List<int>();
        for (var i = 0; i < 9; i++)
        {
            order.Add(await fixture.Outside.CallAsync<int>("idle-hosts", "Who"));
            await Eventually.HoldsAsync(async () => (await ViewAsync("idle-hosts")).Running == 0, () => "the broker has heard of the end");
        }

        Assert.Equal(order[..3], order[3..6]);
        Assert.Equal(order[..3], order[6..]);
        Assert.Equal([1, 2, 3], order[..3].Order());
    }

    [Fact]
    public async Task A_call_waits_for_a_worker_that_comes_later()
    {
        var early = fixture.Outside.CallAsync<int>("comes-later", "Add", 6, 8);

        await using var served = await fixture.Inside.Services.ServeAsync("comes-later", new Calculator());

        Assert.Equal(14, await early.WaitAsync(Limits.Patience));
    }

    [Fact]
    public async Task A_pools_objects_end_with_their_server_and_a_shared_one_is_its_makers()
    {
        var pool = new WorkerPool();
        var served = await fixture.Inside.Services.ServeAsync("disposed", () => new Worker(pool), new ServeOptions { Concurrency = 3 });
        var mine = await fixture.Inside.Services.ServeAsync("mine", new Worker(pool));

        await served.DisposeAsync();
        await served.DisposeAsync();
        await mine.DisposeAsync();

        Assert.Equal([1, 2, 3], pool.Disposed.Order());
    }

    [Fact]
    public async Task What_the_constructor_of_a_pools_object_throws_comes_to_who_serves_it_and_those_made_before_end()
    {
        var pool = new WorkerPool();
        Worker Make() => pool.Next() < 4 ? new Worker(pool) : throw new NotSupportedException("not today");

        var failure = await Assert.ThrowsAsync<NotSupportedException>(() => fixture.Inside.Services.ServeAsync("never", Make, new ServeOptions { Concurrency = 9 }));

        Assert.Equal("not today", failure.Message);
        Assert.Equal(2, pool.Disposed.Count);
    }

    [Fact]
    public async Task Not_ready_ready_expired_and_unknown_are_told_apart()
    {
        var calculator = new Calculator();
        await using var served = await fixture.Inside.Services.ServeAsync("states", calculator);
        var services = fixture.Outside.Services;

        var call = await services.SubmitAsync("states", "WaitForGate", [], new CallOptions { KeepFor = TimeSpan.FromMilliseconds(300) });
        var other = await services.SubmitAsync("states", "Repeatable", ["kept"]);
        Assert.Equal(SubmittedState.NotReady, await call.StateAsync());
        Assert.Equal(ErrorCodes.Incomplete, await CodeAsync(call.ResultNowAsync<object>()));

        calculator.Gate.SetResult();
        Assert.Null(await call.ResultAsync<object>());
        await Eventually.HoldsAsync(async () => await call.StateAsync() == SubmittedState.Expired, () => "expired");
        Assert.Equal(ErrorCodes.Expired, await CodeAsync(call.ResultNowAsync<object>()));
        Assert.Equal(ErrorCodes.Expired, await CodeAsync(call.ResultAsync<object>()));

        Assert.Equal("kept", await other.ResultAsync<string>());
        Assert.Equal((SubmittedState.Ready, "kept"), (await other.StateAsync(), await other.ResultNowAsync<string>())); // as often as one likes
        Assert.Equal(ErrorCodes.NotFound, await CodeAsync(services.Submitted("states", "no such key").ResultAsync<object>()));
    }

    [Fact]
    public async Task A_submitted_call_that_fails_keeps_its_failure()
    {
        await using var served = await fixture.Inside.Services.ServeAsync("kept-failures", new Calculator());
        var services = fixture.Outside.Services;

        var threw = await services.SubmitAsync("kept-failures", "Fail", ["because"]);
        var missing = await services.SubmitAsync("kept-failures", "Subtract", [1]);

        Assert.Equal("because", (await Assert.ThrowsAsync<RemoteException>(() => threw.ResultAsync<int>())).Message);
        Assert.Equal(ErrorCodes.NoSuchMethod, await CodeAsync(missing.ResultAsync<int>()));
        Assert.Equal(SubmittedState.Ready, await threw.StateAsync());
    }

    [Fact]
    public async Task A_submitted_call_is_cancelled_whether_it_waits_or_runs()
    {
        var calculator = new Calculator();
        await using var served = await fixture.Inside.Services.ServeAsync("unwanted", calculator);
        var services = fixture.Outside.Services;
        var running = await services.SubmitAsync("unwanted", "WaitForGate", []);
        var waiting = await services.SubmitAsync("unwanted", "CountRuns", ["a"], new CallOptions { Key = "waits" });
        await calculator.HasBegun.Task.WaitAsync(Limits.Patience);

        await services.Submitted("unwanted", "waits").CancelAsync();
        await running.CancelAsync();

        await calculator.WasStopped.Task.WaitAsync(Limits.Patience);
        Assert.Equal(ErrorCodes.Cancelled, await CodeAsync(running.ResultAsync<object>().WaitAsync(Limits.Patience)));
        Assert.Equal(ErrorCodes.Cancelled, await CodeAsync(waiting.ResultAsync<int>().WaitAsync(Limits.Patience)));
        await waiting.CancelAsync(); // it has ended: that changes nothing
        Assert.Empty(calculator.Runs);
        var unknown = await Assert.ThrowsAsync<ActorsException>(() => services.Submitted("unwanted", "nothing").CancelAsync());
        Assert.StartsWith("no broker knows the call with key nothing of unwanted", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.NotFound, unknown.Code);
    }

    [Fact]
    public async Task A_key_makes_many_submissions_of_many_clients_one_run()
    {
        var calculator = new Calculator();
        await using var served = await fixture.Inside.Services.ServeAsync("one-run", calculator);
        var options = new CallOptions { Key = "order 7" };

        var submitted = await Task.WhenAll(SubmitTenTimesAsync(fixture.Inside.Services), SubmitTenTimesAsync(fixture.Outside.Services));

        Assert.All(await Task.WhenAll(submitted.SelectMany(calls => calls).Select(call => call.ResultAsync<int>())), result => Assert.Equal(1, result));
        Assert.Equal(1, calculator.Runs["a"]);

        async Task<List<SubmittedCall>> SubmitTenTimesAsync(ServicesClient services)
        {
            var calls = new List<SubmittedCall>();
            for (var i = 0; i < 10; i++)
                calls.Add(await services.SubmitAsync("one-run", "CountRuns", ["a"], options));
            return calls;
        }
    }

    private static async Task<string> CodeAsync(Task call) => (await Assert.ThrowsAsync<ActorsException>(() => call)).Code;

    private async Task<ServiceView> ViewAsync(string service) => (await fixture.Inside.Services.FindAsync(service))!;

    private async Task<List<int>> CallInTurnAsync(string service, int times)
    {
        var order = new List<int>();
        for (var i = 0; i < times; i++)
            order.Add(await fixture.Outside.CallAsync<int>(service, "Who"));
        return order;
    }
}
