using System.Collections.Concurrent;
using Actors.Client;
using Actors.Cluster.Tests.Processes;
using Actors.Services;
using Xunit;
using Xunit.Abstractions;

namespace Actors.Cluster.Tests.Storm;

/// <summary>100,000 calls while hosts, the broker and another client are killed.</summary>
[Collection(BusyCollection.Name)]
public sealed class CallStormTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Service = "storm";
    private const int Calls = 100_000;
    private const int Callers = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan HostLimit = TimeSpan.FromSeconds(30);

    private readonly ClusterFolder _cluster = new();
    private readonly List<ActorsProcess> _programs = [];
    private readonly ConcurrentDictionary<int, string> _failures = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _marks = new();
    private ActorsNode _seed = null!;
    private int _next = -1;
    private int _ended;

    public async Task InitializeAsync()
    {
        var seed = $"127.0.0.1:{FreePorts.Take(1)[0]}";
        _seed = _cluster.Add("seed", "seed", seed, $"akka.remote.dot-netty.tcp.port={seed.Split(':')[1]}");
        _cluster.Add("broker-a", "broker", seed);
        _cluster.Add("broker-b", "broker", seed);
        foreach (var node in _cluster.Nodes)
            node.Start();
        foreach (var node in _cluster.Nodes)
            await node.ReadyAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var program in _programs)
            await program.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task No_call_hangs_none_at_most_once_runs_twice_and_each_at_least_once_is_answered()
    {
        var first = await ServeAsync("host-a");
        await ServeAsync("host-b");
        await using var cloud = await ComputeCloud.ConnectAsync(_seed.Contact);
        var other = Other();
        var storm = Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(cloud.Services))));

        await At(Calls / 5, storm);
        await first.KillAsync();
        await ServeAsync("host-c");
        await At(Calls * 2 / 5, storm);
        await other.KillAsync();
        await At(Calls * 3 / 5, storm);
        var home = (await cloud.Services.ListAsync()).Single(view => view.Service == Service).Broker;
        await _cluster.Nodes.Single(node => node.Address == home).KillAsync();
        await storm.WaitAsync(Patience);

        var ran = StormService.Ran(_cluster.Folder);
        output.WriteLine($"{Calls} calls, {ran.Count} runs, failed: {string.Join(", ", _failures.GroupBy(failure => failure.Value).Select(group => $"{group.Key} {group.Count()}"))}");
        Assert.Equal(Calls, _ended);
        Assert.DoesNotContain(ran.Where(IsOnce).GroupBy(number => number), group => group.Count() > 1);
        Assert.DoesNotContain(_failures, failure => !IsOnce(failure.Key));
        Assert.All(_failures, failure => Assert.Equal(ErrorCodes.Lost, failure.Value));
        // What was answered did run.
        var known = ran.ToHashSet();
        Assert.All(Enumerable.Range(0, Calls), number => Assert.True(known.Contains(number) || _failures.ContainsKey(number), $"call {number} was answered and never ran"));
        // And the cluster goes on.
        Assert.Equal(7, await cloud.Services.CallAsync<int>(Service, "Again", 7));
    }

    private static bool IsOnce(int number) => number % 2 == 0;

    private async Task<ActorsProcess> ServeAsync(string name)
    {
        var program = ActorsProcess.Start(
            name,
            _cluster.Folder,
            ["serve", "--assembly", typeof(StormService).Assembly.Location, "--type", typeof(StormService).FullName!, "--name", Service, "--concurrency", "8", _cluster.Folder, "--connect", _seed.Contact]);
        _programs.Add(program);
        await program.Output.WaitAsync("serving", line => line.StartsWith("serving ", StringComparison.Ordinal), HostLimit);
        return program;
    }

    /// <summary>Another program that calls, until it is killed.</summary>
    private ActorsProcess Other()
    {
        var program = ActorsProcess.Start("other-client", _cluster.Folder, ["call", Service, "Wait", "--connect", _seed.Contact]);
        _programs.Add(program);
        return program;
    }

    private async Task CallAsync(ServicesClient services)
    {
        var options = new CallOptions { Timeout = Patience };
        while (Interlocked.Increment(ref _next) is var number && number < Calls)
        {
            try
            {
                Assert.Equal(number, await services.CallAsync<int>(Service, IsOnce(number) ? "Once" : "Again", [number], options));
            }
            catch (ActorsException failure)
            {
                _failures[number] = failure.Code;
            }

            if (_marks.TryGetValue(Interlocked.Increment(ref _ended), out var mark))
                mark.TrySetResult();
        }
    }

    /// <summary>Waits until so many calls have ended.</summary>
    private async Task At(int ended, Task storm)
    {
        var mark = _marks.GetOrAdd(ended, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Volatile.Read(ref _ended) >= ended)
            mark.TrySetResult();
        var first = await Task.WhenAny(mark.Task, storm).WaitAsync(Patience);
        await first;
    }
}
