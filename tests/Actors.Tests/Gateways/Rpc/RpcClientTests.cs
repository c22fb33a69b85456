using Actors.Services;
using Xunit;

namespace Actors.Tests.Gateways.JsonRpc;

public sealed class RpcClientTests
{
    [Fact]
    public async Task A_dynamic_result_becomes_the_type_it_is_assigned_to()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using dynamic c = Rpc.Connect(server.EndPoint.ToString());

        int whole = await c.add(6, 8);
        double real = await c.add(6, 8);
        string text = await c.echo("hello");
        int[] list = await c.numbers(3);
        Point middle = await c.middle(new Point(0, 0), new Point(2, 4));
        string? nothing = await c.nothing();

        Assert.Equal(14, whole);
        Assert.Equal(14.0, real);
        Assert.Equal("hello", text);
        Assert.Equal([1, 2, 3], list);
        Assert.Equal(new Point(1, 2), middle);
        Assert.Null(nothing);
    }

    [Fact]
    public async Task A_dynamic_result_can_be_used_without_naming_its_type()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using dynamic c = Rpc.Connect(server.EndPoint.ToString());

        var sum = await c.add(6, 8);
        var point = await c.middle(new Point(0, 0), new Point(2, 4));
        var list = await c.get_data();

        Assert.Equal("14", sum.ToString());
        Assert.True((bool)(sum == 14));
        Assert.True((bool)(sum < 15));
        Assert.Equal(15, (int)(sum + 1));
        Assert.Equal(2.0, (double)point.Y);
        Assert.Equal("hello", (string)list[0]);
        Assert.Equal(5, (int)list[1]);
        Assert.False((bool)(point == null));
    }

    [Fact]
    public async Task Dynamic_arguments_can_be_named()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using dynamic c = Rpc.Connect(server.EndPoint.ToString());

        int difference = await c.subtract(subtrahend: 23, minuend: 42);

        Assert.Equal(19, difference);
        Func<Task> mixed = async () => await c.subtract(42, subtrahend: 23);
        Assert.Equal(ErrorCodes.BadArguments, (await Assert.ThrowsAsync<ActorsException>(mixed)).Code);
    }

    [Fact]
    public async Task Dynamic_calls_run_at_the_same_time_and_can_be_cancelled()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, MathCloud.AtOnce);
        await using dynamic c = Rpc.Connect(server.EndPoint.ToString());
        using var cancel = new CancellationTokenSource();

        var waiting = c.wait(1, cancel.Token);
        var other = c.wait(2);
        await Eventually.HoldsAsync(() => math.Running == 2, () => $"{math.Running} running");
        await cancel.CancelAsync();

        Func<Task> cancelled = async () => await waiting;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(cancelled);
        await Eventually.HoldsAsync(() => math.Running == 1, () => $"{math.Running} running");
        math.Gate.SetResult();
        int value = await other;
        Assert.Equal(2, value);
    }

    [Fact]
    public async Task A_dynamic_stream_is_read_as_an_async_enumerable()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using dynamic c = Rpc.Connect(server.EndPoint.ToString());
        var items = new List<int>();

        IAsyncEnumerable<int> stream = await c.count(4);
        await foreach (var item in stream) items.Add(item);

        Assert.Equal([1, 2, 3, 4], items);
    }

    [Fact]
    public async Task An_interface_is_a_client()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0);
        var client = Rpc.Connect<IMath>(server.EndPoint.ToString());
        await using var closing = (IAsyncDisposable)client;
        var items = new List<int>();

        await foreach (var item in client.Count(3)) items.Add(item);
        client.Update(1, 2, 3);
        await client.Note("x");

        Assert.Equal(14, client.Add(6, 8));
        Assert.Equal(19, await client.Subtract(42, 23));
        Assert.Equal("é\"\n", await client.Echo("é\"\n"));
        Assert.Equal(new Point(1, 2), await client.Middle(new Point(0, 0), new Point(2, 4)));
        Assert.Equal([1, 2, 3], items);
        Assert.Equal(2, math.Notes);
        Assert.Equal("on purpose", Assert.Throws<RemoteException>(() => client.Fail("on purpose")).Message);
    }

    [Fact]
    public async Task The_token_of_an_interface_method_cancels_its_call()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString());
        using var cancel = new CancellationTokenSource();

        var waiting = client.As<IMath>().Wait(1, cancel.Token);
        await Eventually.HoldsAsync(() => math.Running == 1, () => $"{math.Running} running");
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Eventually.HoldsAsync(() => math.Running == 0, () => $"{math.Running} running");
    }

    public interface IWithProperty
    {
        int Count { get; }
    }

    public interface IWithOut
    {
        bool Try(out int value);
    }

    public interface IGeneric
    {
        T Get<T>();
    }

    [Fact]
    public void An_interface_that_cannot_be_called_over_a_network_is_refused()
    {
        Assert.Contains("property", Assert.Throws<ArgumentException>(() => Rpc.Connect<IWithProperty>("127.0.0.1:1")).Message);
        Assert.Contains("out", Assert.Throws<ArgumentException>(() => Rpc.Connect<IWithOut>("127.0.0.1:1")).Message);
        Assert.Contains("generic", Assert.Throws<ArgumentException>(() => Rpc.Connect<IGeneric>("127.0.0.1:1")).Message);
        Assert.Contains("interface", Assert.Throws<ArgumentException>(() => Rpc.Connect<MathCloud>("127.0.0.1:1")).Message);
    }

    [Fact]
    public async Task A_call_by_name_takes_arguments_in_order_or_by_name()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString());

        Assert.Equal(19, await client.CallAsync<int>("subtract", 42, 23));
        Assert.Equal(19, await client.CallNamedAsync<int>("subtract", new { subtrahend = 23, minuend = 42 }));
        Assert.Equal(19, await client.CallNamedAsync<int>("subtract", new Dictionary<string, int> { ["subtrahend"] = 23, ["minuend"] = 42 }));
        Assert.Equal(6, await client.CallAsync<int>("sum", 1, 2, 3));
        await client.CallAsync("note", "x");
    }

    [Theory]
    [InlineData("nothingSuch", ErrorCodes.NoSuchMethod)]
    [InlineData("add", ErrorCodes.BadArguments)]
    [InlineData("unserializable", ErrorCodes.Unserializable)]
    public async Task An_expected_failure_has_its_code(string method, string code)
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString());

        Assert.Equal(code, (await Assert.ThrowsAsync<ActorsException>(() => client.CallAsync<int>(method))).Code);
        Assert.Equal(14, await client.CallAsync<int>("add", 6, 8));
    }

    [Fact]
    public async Task A_result_of_another_type_is_told()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString());

        Assert.Equal(ErrorCodes.Unserializable, (await Assert.ThrowsAsync<ActorsException>(() => client.CallAsync<int>("echo", "six"))).Code);
    }

    [Fact]
    public async Task Arguments_larger_than_a_frame_are_refused_before_they_are_sent()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { MaxFrameBytes = 4096 });

        Assert.Equal(ErrorCodes.TooLarge, (await Assert.ThrowsAsync<ActorsException>(() => client.CallAsync<string>("echo", new string('x', 4096)))).Code);
        Assert.Equal(14, await client.CallAsync<int>("add", 6, 8));
        Assert.Equal(1, client.Connections);
    }

    [Fact]
    public async Task A_batch_has_a_result_for_each_call()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { MaxConnections = 1, CallsPerConnection = 1 });

        for (var round = 0; round < 3; round++)
        {
            var batch = client.Batch();
            var sums = Enumerable.Range(0, 300).Select(n => batch.CallAsync<int>("add", n, 1)).ToArray();
            var failing = batch.CallAsync<int>("fail", "on purpose");
            var stream = batch.CallAsync<int[]>("count", 3);
            batch.Notify("note", "x");
            await batch.SendAsync();

            Assert.Equal(Enumerable.Range(1, 300), await Task.WhenAll(sums));
            Assert.Equal("on purpose", (await Assert.ThrowsAsync<RemoteException>(() => failing)).Message);
            Assert.Equal(new[] { 1, 2, 3 }.AsEnumerable(), await stream);
            Assert.Throws<InvalidOperationException>(() => batch.Notify("note", "late"));
        }

        await Eventually.HoldsAsync(() => math.Notes == 3, () => $"{math.Notes} notes");
        Assert.Equal(14, await client.CallAsync<int>("add", 6, 8));
    }

    [Fact]
    public async Task A_batch_that_cannot_be_sent_fails_each_of_its_calls()
    {
        using var nobody = new NobodyListens();
        await using var client = Rpc.Connect(nobody.Address);
        var batch = client.Batch();
        var sum = batch.CallAsync<int>("add", 6, 8);

        Assert.Equal(ErrorCodes.Unreachable, (await Assert.ThrowsAsync<ActorsException>(() => batch.SendAsync())).Code);
        Assert.Equal(ErrorCodes.Unreachable, (await Assert.ThrowsAsync<ActorsException>(() => sum)).Code);
    }

    [Fact]
    public async Task A_notification_arrives_and_nothing_comes_back()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString());

        await client.NotifyAsync("note", "x");
        await client.NotifyAsync("nothingSuch");

        await Eventually.HoldsAsync(() => math.Notes == 1, () => $"{math.Notes} notes");
    }

    [Fact]
    public async Task Discover_lists_the_methods()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString());

        var methods = await client.DiscoverAsync();

        Assert.Equal("add(int a, int b): int", methods.Single(method => method.Name == "add").ToString());
        Assert.True(methods.Single(method => method.Name == "count").Streams);
    }

    [Fact]
    public async Task No_answer_in_time_is_a_timeout_and_the_method_is_told()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString());
        await client.CallAsync<int>("add", 6, 8);

        var failure = await Assert.ThrowsAsync<ActorsException>(() => client.With(timeout: TimeSpan.FromMilliseconds(100)).CallAsync<int>("wait", 1));

        Assert.Equal(ErrorCodes.Timeout, failure.Code);
        await Eventually.HoldsAsync(() => math.Running == 0, () => $"{math.Running} running");
        Assert.Equal(14, await client.CallAsync<int>("add", 6, 8));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        using var nobody = new NobodyListens();

        Assert.Equal(ErrorCodes.Unreachable, (await Assert.ThrowsAsync<ActorsException>(() => Rpc.CallAsync<int>(nobody.Address, "add", 6, 8))).Code);
    }

    [Theory]
    [InlineData("MaxConnections")]
    [InlineData("CallsPerConnection")]
    [InlineData("Timeout")]
    [InlineData("MaxFrameBytes")]
    public void A_wrong_option_is_named(string name)
    {
        var options = name switch
        {
            "MaxConnections" => new RpcOptions { MaxConnections = 0 },
            "CallsPerConnection" => new RpcOptions { CallsPerConnection = 0 },
            "Timeout" => new RpcOptions { Timeout = TimeSpan.Zero },
            _ => new RpcOptions { MaxFrameBytes = 1 },
        };

        Assert.Contains(name, Assert.Throws<ActorsException>(() => Rpc.Connect("127.0.0.1:1", options)).Message);
    }
}
