using Actors.Client;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Services;

[Collection(ServicesGroup.Name)]
public sealed class CallingTests(ServicesFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public enum Seen
    {
        Inside,
        Outside,
    }

    [Theory]
    [InlineData(Seen.Inside, Seen.Inside)]
    [InlineData(Seen.Inside, Seen.Outside)]
    [InlineData(Seen.Outside, Seen.Inside)]
    [InlineData(Seen.Outside, Seen.Outside)]
    public async Task Whoever_serves_and_whoever_calls_may_be_in_the_cluster_or_outside_of_it(Seen server, Seen caller)
    {
        var name = $"math-{server}-{caller}";
        await using var served = await Of(server).Services.ServeAsync(name, new Calculator());
        var services = Of(caller).Services;

        Assert.Equal(14, await services.CallAsync<int>(name, "add", 6, 8));
        Assert.Equal("hello you", await services.CallAsync<string>(name, "Greet", "you"));
        var failure = await Assert.ThrowsAsync<RemoteException>(() => services.CallAsync<int>(name, "Fail", "because"));
        Assert.Equal(("System.InvalidOperationException", "because"), (failure.RemoteType, failure.Message));
        Assert.Contains("Calculator.Fail", failure.RemoteStack, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Seen.Inside, Seen.Inside)]
    [InlineData(Seen.Outside, Seen.Outside)]
    public async Task A_method_that_gives_many_values_is_read_as_they_come(Seen server, Seen caller)
    {
        var name = $"stream-{server}-{caller}";
        var calculator = new Calculator();
        await using var served = await Of(server).Services.ServeAsync(name, calculator);

        var values = new List<int>();
        await foreach (var value in Of(caller).Services.StreamAsync<int>(name, "Count", 20_000))
            values.Add(value);

        Assert.Equal(Enumerable.Range(0, 20_000), values);
    }

    [Fact]
    public async Task A_reader_that_leaves_stops_the_method()
    {
        var calculator = new Calculator();
        await using var served = await fixture.Inside.Services.ServeAsync("left", calculator);

        await foreach (var value in fixture.Outside.Services.StreamAsync<int>("left", "Count", int.MaxValue))
        {
            if (value == 1000)
                break;
        }

        await calculator.WasStopped.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Many_calls_at_a_time_all_get_their_own_results()
    {
        await using var first = await fixture.Inside.Services.ServeAsync("many", new Calculator());
        await using var second = await fixture.Outside.Services.ServeAsync("many", new Calculator());

        var results = await Task.WhenAll(Enumerable.Range(0, 5000).Select(i => (i % 2 == 0 ? fixture.Inside : fixture.Outside).Services.CallAsync<int>("many", "Add", i, 1)));

        Assert.Equal(Enumerable.Range(1, 5000), results);
    }

    [Fact]
    public async Task One_object_gets_one_call_at_a_time_unless_its_server_says_otherwise()
    {
        var account = new Account();
        await using var served = await fixture.Inside.Services.ServeAsync("account", account);

        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => fixture.Outside.CallAsync<int>("account", "Deposit", 1)));

        Assert.Equal(500, account.Balance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_concurrency_of_none_is_misuse(int concurrency)
    {
        var options = new ServeOptions { Concurrency = concurrency };

        var one = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fixture.Inside.Services.ServeAsync("none", new Account(), options));
        var pool = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fixture.Inside.Services.ServeAsync("none", () => new Account(), options));

        Assert.All([one, pool], failure => Assert.StartsWith("ServeOptions.Concurrency is 1 or more", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_call_tells_the_method()
    {
        var calculator = new Calculator();
        await using var served = await fixture.Inside.Services.ServeAsync("cancelled", calculator);
        using var cancel = new CancellationTokenSource();

        var call = fixture.Outside.Services.CallAsync<object>("cancelled", "WaitForGate", [], CallOptions.Default, cancel.Token);
        await calculator.HasBegun.Task.WaitAsync(Patience);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await calculator.WasStopped.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_call_ends_at_its_deadline_and_the_method_is_told()
    {
        var calculator = new Calculator();
        await using var served = await fixture.Inside.Services.ServeAsync("late", calculator);

        var failure = await Assert.ThrowsAsync<ActorsException>(
            () => fixture.Inside.Services.CallAsync<object>("late", "WaitForGate", [], new CallOptions { Timeout = TimeSpan.FromMilliseconds(300) }));

        Assert.Equal(ErrorCodes.Timeout, failure.Code);
        await calculator.WasStopped.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Calls_with_one_key_are_one_call()
    {
        var calculator = new Calculator();
        await using var served = await fixture.Inside.Services.ServeAsync("keyed", calculator);
        var options = new CallOptions { Key = "order 7" };

        var results = new List<int>();
        for (var i = 0; i < 5; i++)
            results.Add(await fixture.Inside.Services.CallAsync<int>("keyed", "CountRuns", ["a"], options));

        Assert.All(results, result => Assert.Equal(1, result));
        Assert.Equal(1, calculator.Runs["a"]);
    }

    [Theory]
    [InlineData("nobody", "Add", ErrorCodes.NoSuchService)]
    [InlineData("wrong", "Subtract", ErrorCodes.NoSuchMethod)]
    [InlineData("wrong", "Add", ErrorCodes.BadArguments)]
    public async Task What_cannot_be_called_says_so(string service, string method, string code)
    {
        await using var served = await fixture.Inside.Services.ServeAsync("wrong", new Calculator());

        var failure = await Assert.ThrowsAsync<ActorsException>(() => fixture.Outside.Services.CallAsync<int>(service, method, "six"));

        Assert.Equal(code, failure.Code);
    }

    [Fact]
    public async Task Too_large_arguments_and_results_are_refused_by_name()
    {
        await using var served = await fixture.Inside.Services.ServeAsync("large", new Calculator());

        var arguments = await Assert.ThrowsAsync<ActorsException>(() => fixture.Inside.Services.CallAsync<string>("large", "Greet", new string('x', 20_000_000)));
        var result = await Assert.ThrowsAsync<ActorsException>(() => fixture.Inside.Services.CallAsync<byte[]>("large", "Large", 20_000_000));

        Assert.Equal((ErrorCodes.TooLarge, ErrorCodes.TooLarge), (arguments.Code, result.Code));
    }

    [Fact]
    public async Task A_submitted_call_is_found_again_by_its_key()
    {
        var calculator = new Calculator();
        await using var served = await fixture.Inside.Services.ServeAsync("submitted", calculator);
        var options = new CallOptions { Key = "report", KeepFor = TimeSpan.FromMinutes(1) };

        var waiting = await fixture.Outside.Services.SubmitAsync("submitted", "WaitForGate", [], new CallOptions { Key = "gate" });
        Assert.Equal(SubmittedState.NotReady, await waiting.StateAsync());
        calculator.Gate.SetResult();
        Assert.Null(await waiting.ResultAsync<object>());

        await fixture.Outside.Services.SubmitAsync("submitted", "CountRuns", ["report"], options);
        await fixture.Inside.Services.SubmitAsync("submitted", "CountRuns", ["report"], options);
        Assert.Equal(1, await fixture.Inside.Services.Submitted("submitted", "report").ResultAsync<int>());
        Assert.Equal(SubmittedState.Unknown, await fixture.Inside.Services.Submitted("submitted", "nothing").StateAsync());
    }

    /// <summary>Not made for several threads.</summary>
    public sealed class Account
    {
        public int Balance { get; private set; }

        public int Deposit(int amount)
        {
            var before = Balance;
            Thread.Yield();
            return Balance = before + amount;
        }
    }

    private ComputeCloud Of(Seen place) => place == Seen.Inside ? fixture.Inside : fixture.Outside;
}
