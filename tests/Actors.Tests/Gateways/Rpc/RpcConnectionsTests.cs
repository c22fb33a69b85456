using System.Net;
using System.Net.Sockets;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Gateways.JsonRpc;

/// <summary>How a client keeps its connections.</summary>
public sealed class RpcConnectionsTests
{
    /// <summary>distributed's test of its rpc object: many calls at once, idle connections reused, more opened when all are busy.</summary>
    [Fact]
    public async Task Rpc_with_many_connections()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { CallsPerConnection = 1, MaxConnections = 10 });

        async Task AskAsync()
        {
            for (var i = 0; i < 20; i++) Assert.Equal(i + 1, await client.CallAsync<int>("add", i, 1));
        }

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync()));

        Assert.InRange(client.Connections, 2, 10);
        Assert.Equal(client.Connections, server.Connections);
        await client.DisposeAsync();
        await Eventually.HoldsAsync(() => server.Connections == 0, () => $"{server.Connections} connections");
    }

    [Fact]
    public async Task Many_calls_share_one_connection_until_it_is_full()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, MathCloud.AtOnce);
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { CallsPerConnection = 10, MaxConnections = 2 });

        var calls = Enumerable.Range(0, 10).Select(n => client.CallAsync<int>("wait", n)).ToList();
        await Eventually.HoldsAsync(() => math.Running == 10, () => $"{math.Running} running");
        Assert.Equal(1, client.Connections);

        calls.AddRange(Enumerable.Range(10, 20).Select(n => client.CallAsync<int>("wait", n)));
        await Eventually.HoldsAsync(() => math.Running == 20, () => $"{math.Running} running");
        Assert.Equal(2, client.Connections);

        math.Gate.SetResult();
        Assert.Equal(Enumerable.Range(0, 30), await Task.WhenAll(calls));
    }

    [Fact]
    public async Task A_client_that_keeps_to_the_limit_of_its_server_is_never_refused()
    {
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { MaxRequestsPerConnection = 4 });
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { CallsPerConnection = 4, MaxConnections = 2 });

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => AskAsync()));

        async Task AskAsync()
        {
            for (var i = 0; i < 300; i++) Assert.Equal(i + 1, await client.CallAsync<int>("add", i, 1));
        }
    }

    [Fact]
    public async Task Calls_that_wait_for_a_place_are_limited()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0);
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { CallsPerConnection = 1, MaxConnections = 1, MaxWaiting = 1 });
        var running = client.CallAsync<int>("wait", 1);
        await Eventually.HoldsAsync(() => math.Running == 1, () => $"{math.Running} running");
        var waiting = client.CallAsync<int>("add", 6, 8);

        Assert.Equal(ErrorCodes.Overloaded, (await Assert.ThrowsAsync<ActorsException>(() => client.CallAsync<int>("add", 6, 8))).Code);

        math.Gate.SetResult();
        Assert.Equal(1, await running);
        Assert.Equal(14, await waiting);
    }

    [Fact]
    public async Task A_thousand_connections_are_served_at_the_same_time()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0, MathCloud.AtOnce);
        var peers = new List<RawPeer>();
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                peers.Add(await RawPeer.ConnectAsync(server.EndPoint));
                await peers[i].SendAsync(SocketServerTests.Request(i, "wait", $"[{i}]"));
            }

            await Eventually.HoldsAsync(() => math.Running == 1000, () => $"{math.Running} running");
            math.Gate.SetResult();
            for (var i = 0; i < 1000; i++) Assert.Equal(i, (await peers[i].ReceiveJsonAsync()).GetProperty("result").GetInt32());
        }
        finally
        {
            foreach (var peer in peers) await peer.DisposeAsync();
        }

        await Eventually.HoldsAsync(() => server.Connections == 0, () => $"{server.Connections} connections");
    }

    [Fact]
    public async Task Calls_go_on_after_a_restart_of_the_server()
    {
        var first = await SocketServer.ServeAsync(new MathCloud(), 0);
        var port = first.EndPoint.Port;
        await using var client = Rpc.Connect(first.EndPoint.ToString());
        Assert.Equal(14, await client.CallAsync<int>("add", 6, 8));

        await first.DisposeAsync();
        await Eventually.HoldsAsync(() => client.Connections == 0, () => $"{client.Connections} connections");
        await using var second = await SocketServer.ServeAsync(new MathCloud(), port);

        Assert.Equal(14, await client.CallAsync<int>("add", 6, 8));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_call_hangs_while_the_server_is_restarted_again_and_again(bool repeatable)
    {
        var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { DrainTimeout = TimeSpan.Zero });
        var port = server.EndPoint.Port;
        await using var client = Rpc.Connect(server.EndPoint.ToString(), new RpcOptions { Repeatable = repeatable });
        var done = 0;
        var calling = Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync()));

        for (var round = 0; round < 10; round++)
        {
            var before = Volatile.Read(ref done);
            await Eventually.HoldsAsync(() => Volatile.Read(ref done) > before + 50 || calling.IsCompleted, () => $"{done} calls done");
            await server.DisposeAsync();
            server = await SocketServer.ServeAsync(new MathCloud(), port, new SocketServerOptions { DrainTimeout = TimeSpan.Zero });
        }

        await calling.WaitAsync(TimeSpan.FromSeconds(60));
        await server.DisposeAsync();

        async Task AskAsync()
        {
            for (var i = 0; i < 100; i++)
            {
                try
                {
                    Assert.Equal(i + 1, await client.CallAsync<int>("add", i, 1));
                }
                catch (ActorsException failure) when (failure.Code is ErrorCodes.Cancelled || (!repeatable && failure.Code is ErrorCodes.Lost or ErrorCodes.Unreachable or ErrorCodes.Unavailable))
                {
                    // The server said that it stops, or it was gone.
                }

                Interlocked.Increment(ref done);
            }
        }
    }

    [Fact]
    public async Task A_call_whose_connection_breaks_is_lost_at_once()
    {
        await using var cutter = new Cutter();
        await using var client = Rpc.Connect(cutter.Address);

        var call = client.CallAsync<int>("add", 6, 8);
        await cutter.CutAsync();

        Assert.Equal(ErrorCodes.Lost, (await Assert.ThrowsAsync<ActorsException>(() => call)).Code);
    }

    [Fact]
    public async Task A_batch_whose_connection_breaks_is_lost_with_all_its_calls()
    {
        await using var cutter = new Cutter();
        await using var client = Rpc.Connect(cutter.Address);
        var batch = client.Batch();
        var sum = batch.CallAsync<int>("add", 6, 8);

        var sending = batch.SendAsync();
        await cutter.CutAsync();

        Assert.Equal(ErrorCodes.Lost, (await Assert.ThrowsAsync<ActorsException>(() => sending)).Code);
        Assert.Equal(ErrorCodes.Lost, (await Assert.ThrowsAsync<ActorsException>(() => sum)).Code);
    }

    [Fact]
    public async Task A_repeatable_call_is_sent_again_until_a_server_answers()
    {
        var cutter = new Cutter();
        var port = cutter.Port;
        await using var client = Rpc.Connect(cutter.Address);

        var call = client.With(repeatable: true).CallAsync<int>("add", 6, 8);
        await cutter.CutAsync();
        await cutter.CutAsync();
        await cutter.DisposeAsync();
        await using var server = await SocketServer.ServeAsync(new MathCloud(), port);

        Assert.Equal(14, await call);
    }

    [Fact]
    public async Task A_repeatable_call_that_nobody_answers_fails_with_the_reason_when_its_time_is_over()
    {
        using var nobody = new NobodyListens();
        await using var client = Rpc.Connect(nobody.Address, new RpcOptions { Repeatable = true, Timeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal(ErrorCodes.Unreachable, (await Assert.ThrowsAsync<ActorsException>(() => client.CallAsync<int>("add", 6, 8))).Code);
    }

    [Fact]
    public async Task A_client_that_is_disposed_of_fails_its_calls()
    {
        var math = new MathCloud();
        await using var server = await SocketServer.ServeAsync(math, 0);
        var client = Rpc.Connect(server.EndPoint.ToString());
        var call = client.CallAsync<int>("wait", 1);
        await Eventually.HoldsAsync(() => math.Running == 1, () => $"{math.Running} running");

        await client.DisposeAsync();

        Assert.Equal(ErrorCodes.Lost, (await Assert.ThrowsAsync<ActorsException>(() => call)).Code);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.CallAsync<int>("add", 6, 8));
        await Eventually.HoldsAsync(() => math.Running == 0, () => $"{math.Running} running");
    }

    [Fact]
    public async Task A_server_that_speaks_something_else_loses_the_call_and_not_the_client()
    {
        await using var cutter = new Cutter();
        await using var client = Rpc.Connect(cutter.Address);

        var call = client.CallAsync<int>("add", 6, 8);
        await cutter.CutAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());

        Assert.Equal(ErrorCodes.Lost, (await Assert.ThrowsAsync<ActorsException>(() => call)).Code);
    }

    /// <summary>A server that takes a request and then leaves.</summary>
    private sealed class Cutter : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Cutter() => _listener.Start();

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public string Address => _listener.LocalEndpoint.ToString()!;

        public async Task CutAsync(byte[]? farewell = null)
        {
            using var peer = await _listener.AcceptSocketAsync();
            var buffer = new byte[1024];
            var received = "";
            while (!received.Contains("add", StringComparison.Ordinal)) received += System.Text.Encoding.UTF8.GetString(buffer, 0, await peer.ReceiveAsync(buffer));
            if (farewell != null) await peer.SendAsync(farewell);
        }

        public ValueTask DisposeAsync()
        {
            _listener.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
