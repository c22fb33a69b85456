using Actors.Services;
using Xunit;

namespace Actors.Tests.Services;

[Collection(ServicesGroup.Name)]
public sealed class ServiceClientTests(ServicesFixture fixture)
{
    public interface ICalculator
    {
        int Add(int left, int right);

        Task<string> GreetAsync(string name);

        IAsyncEnumerable<int> Count(int to, CancellationToken cancel = default);

        Task Fail(string why);
    }

    [Fact]
    public async Task A_dynamic_client_calls_methods_as_if_they_were_its_own()
    {
        await using var served = await fixture.Inside.Services.ServeAsync("dynamic", new Calculator());
        dynamic c = fixture.Outside.Services.Client("dynamic");

        int sum = await c.add(6, 8);
        int named = await c.Add(right: 8, left: 6);
        string greeting = await c.greet("you");
        IAsyncEnumerable<int> numbers = await c.Count(1000);

        Assert.Equal((14, 14, "hello you"), (sum, named, greeting));
        Assert.Equal(Enumerable.Range(0, 1000), await numbers.ToListAsync());
        Func<Task> fail = async () => await c.Fail("because");
        Assert.Equal("because", (await Assert.ThrowsAsync<RemoteException>(fail)).Message);
    }

    [Fact]
    public async Task An_interface_is_a_client_too()
    {
        await using var served = await fixture.Inside.Services.ServeAsync("typed", new Calculator());
        var c = fixture.Outside.Services.Client<ICalculator>("typed");

        Assert.Equal(14, c.Add(6, 8));
        Assert.Equal("hello you", await c.GreetAsync("you"));
        Assert.Equal([0, 1, 2], await c.Count(3).ToListAsync());
        await Assert.ThrowsAsync<RemoteException>(() => c.Fail("because"));
    }

    [Fact]
    public async Task One_call_needs_no_client()
    {
        await using var served = await fixture.Inside.Services.ServeAsync("one-shot", new Calculator());

        int sum = await fixture.Outside.CallAsync("one-shot", "add", 6, 8);

        Assert.Equal(14, sum);
        Assert.Equal(14, await fixture.Outside.CallAsync<int>("one-shot", "add", 6, 8));
    }

    [Fact]
    public async Task A_token_among_the_arguments_is_for_the_call()
    {
        var calculator = new Calculator();
        await using var served = await fixture.Inside.Services.ServeAsync("token", calculator);
        using var cancel = new CancellationTokenSource();

        var call = fixture.Outside.CallAsync<object>("token", "WaitForGate", cancel.Token);
        await calculator.HasBegun.Task.WaitAsync(Limits.Patience);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await calculator.WasStopped.Task.WaitAsync(Limits.Patience);
    }

    [Fact]
    public async Task Options_among_the_arguments_are_for_the_call()
    {
        var calculator = new Calculator();
        await using var served = await fixture.Inside.Services.ServeAsync("given-options", calculator);
        var once = new CallOptions { Key = "once" };
        var c = fixture.Outside.Services.Client("given-options");
        dynamic d = c;

        Assert.Equal(1, await fixture.Outside.CallAsync<int>("given-options", "CountRuns", "a", once));
        Assert.Equal(1, (int)await fixture.Outside.CallAsync("given-options", "CountRuns", "a", once));
        Assert.Equal(1, await c.CallAsync<int>("CountRuns", "a", once, CancellationToken.None));
        Assert.Equal(1, (int)await d.CountRuns("a", once));
        Assert.Equal(1, (int)await d.CountRuns(key: "a", options: once));
        var kept = await c.SubmitAsync("CountRuns", "b", new CallOptions { Key = "kept" });
        Assert.Equal(kept.Id, c.Submitted("kept").Id);
        Assert.Equal(1, calculator.Runs["a"]);
    }

    [Fact]
    public async Task Options_that_are_given_twice_or_to_what_has_none_are_refused()
    {
        var options = CallOptions.Default;
        await using var server = await SocketServer.ServeAsync(new Calculator(), 0);
        await using var rpc = Rpc.Connect($"127.0.0.1:{server.EndPoint.Port}");

        var twice = await Assert.ThrowsAsync<ActorsException>(() => fixture.Outside.CallAsync<int>("nobody", "Add", 6, options, options));
        var socket = await Assert.ThrowsAsync<ActorsException>(() => rpc.CallAsync<int>("Add", 6, 8, options));

        Assert.Equal((ErrorCodes.Invalid, "CallOptions are given twice among the arguments of one call"), (twice.Code, twice.Message));
        Assert.Equal((ErrorCodes.Invalid, "CallOptions are for services of a cluster; a socket server knows none: RpcOptions and RpcClient.With say how its calls are made"), (socket.Code, socket.Message));
    }

    [Fact]
    public async Task A_clients_options_are_those_of_all_its_calls()
    {
        var calculator = new Calculator();
        await using var served = await fixture.Inside.Services.ServeAsync("options", calculator);
        var c = fixture.Outside.Services.Client("options");

        var late = await Assert.ThrowsAsync<ActorsException>(() => c.With(c.Options with { Timeout = TimeSpan.FromMilliseconds(200) }).CallAsync("WaitForGate"));
        var keyed = c.With(new CallOptions { Key = "once" });
        await keyed.CallAsync("CountRuns", "a");
        await keyed.CallAsync("CountRuns", "a");

        Assert.Equal(ErrorCodes.Timeout, late.Code);
        Assert.Equal(1, calculator.Runs["a"]);
    }

    [Fact]
    public async Task A_client_submits_calls_by_place_or_by_name_and_finds_them_again()
    {
        await using var served = await fixture.Inside.Services.ServeAsync("client-submits", new Calculator());
        var c = fixture.Outside.Services.Client("client-submits");

        var first = await c.SubmitAsync("Add", 6, 8);
        await c.With(new CallOptions { Key = "named" }).SubmitNamedAsync("Add", new { right = 1, left = 2 });

        Assert.Equal(14, await first.ResultAsync<int>());
        Assert.Equal(3, await c.Submitted("named").ResultAsync<int>());
    }

    [Fact]
    public async Task A_value_read_as_a_stream_is_its_elements_and_a_stream_read_as_a_value_is_an_array()
    {
        await using var served = await fixture.Inside.Services.ServeAsync("either", new Calculator());

        var array = await fixture.Outside.CallAsync<int[]>("either", "Count", 3);
        var elements = await fixture.Outside.Services.StreamAsync<string>("either", "Echo", (object)new[] { "a", "b" }).ToListAsync();

        Assert.Equal([0, 1, 2], array);
        Assert.Equal(["a", "b"], elements);
    }
}
