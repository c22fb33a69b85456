using System.Runtime.CompilerServices;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Gateways.JsonRpc;

/// <summary>What the methods of a server's object declare by attributes.</summary>
public sealed class DeclaredLimitsTests : IAsyncLifetime
{
    private readonly Declared _declared = new();
    private SocketServer _server = null!;
    private RawPeer _peer = null!;

    public async Task InitializeAsync()
    {
        _server = await SocketServer.ServeAsync(_declared, 0, MathCloud.AtOnce);
        _peer = await RawPeer.ConnectAsync(_server.EndPoint);
    }

    public async Task DisposeAsync()
    {
        _declared.Gate.TrySetResult();
        await _peer.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Calls_beyond_a_methods_limit_wait_and_others_pass_them()
    {
        for (var i = 0; i < 3; i++)
            await Send(i, "One", "");
        await Send(10, "Free", "");
        Assert.Equal(10, await Id());
        Assert.Equal(1, _declared.Most);
        _declared.Gate.SetResult();
        var ids = new List<int> { await Id(), await Id(), await Id() };

        Assert.Equal([0, 1, 2], ids);
        Assert.Equal(1, _declared.Most);
    }

    [Fact]
    public async Task Each_value_of_a_parameter_has_its_own_limit()
    {
        await Send(1, "Each", "\"a\"");
        await Send(2, "Each", "\"a\"");
        await Send(3, "Each", "\"b\"");
        await _declared.TwoRun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _declared.Gate.SetResult();
        var ids = new[] { await Id(), await Id(), await Id() };

        Assert.Equal([1, 2, 3], ids.Order());
        Assert.Equal(2, _declared.Most);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_gives_its_turn_away()
    {
        await Send(1, "One", "");
        await Send(2, "One", "");
        await Send(3, "One", "");
        await _peer.SendAsync("""{"jsonrpc":"2.0","method":"rpc.cancel","params":{"id":2}}""");
        Assert.Equal(2, await Id());
        _declared.Gate.SetResult();
        var ids = new List<int> { await Id(), await Id() };

        Assert.Equal([1, 3], ids);
    }

    [Fact]
    public async Task A_method_ends_at_the_time_that_it_declares()
    {
        var reply = await _peer.AskAsync(SocketServerTests.Request(1, "Late", "[]"));

        Assert.Equal("timeout", reply.GetProperty("error").GetProperty("data").GetProperty("code").GetString());
        Assert.Contains("00:00:00.05", reply.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        await _declared.WasTold.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_stream_counts_until_its_last_line_has_run()
    {
        await Send(1, "Stream", "");
        await Send(2, "Stream", "");
        var ids = new List<int> { await Id(), await Id() };

        Assert.Equal([1, 2], ids);
        Assert.Equal(1, _declared.Most);
    }

    private Task Send(int id, string method, string parameters) => _peer.SendAsync(SocketServerTests.Request(id, method, $"[{parameters}]"));

    private async Task<int> Id() => (await _peer.ReceiveJsonAsync()).GetProperty("id").GetInt32();

    public sealed class Declared
    {
        private readonly Lock _lock = new();
        private int _running;

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource TwoRun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource WasTold { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Most { get; private set; }

        public int Free() => _running;

        [CallLimit(MaxRunning = 1)]
        public Task One() => Wait();

        [CallLimit(MaxRunning = 1, Key = "customer")]
        public Task Each(string customer) => customer.Length > 0 ? Wait() : Task.CompletedTask;

        [CallTimeout("50ms")]
        public async Task Late(CancellationToken cancel)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, cancel);
            }
            finally
            {
                WasTold.TrySetResult();
            }
        }

        [CallLimit(MaxRunning = 1)]
        public async IAsyncEnumerable<int> Stream([EnumeratorCancellation] CancellationToken cancel)
        {
            Enter();
            try
            {
                yield return 1;
                await Task.Yield();
                cancel.ThrowIfCancellationRequested();
                yield return 2;
            }
            finally
            {
                await Task.Yield();
                Leave();
            }
        }

        private async Task Wait()
        {
            Enter();
            await Gate.Task;
            Leave();
        }

        private void Enter()
        {
            lock (_lock)
            {
                Most = Math.Max(Most, ++_running);
                if (_running == 2)
                    TwoRun.TrySetResult();
            }
        }

        private void Leave()
        {
            lock (_lock)
                _running--;
        }
    }
}
