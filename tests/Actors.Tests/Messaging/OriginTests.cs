using System.Collections.Concurrent;
using System.Diagnostics;
using Actors.Messaging;
using Xunit;
using Xunit.Abstractions;

namespace Actors.Tests.Messaging;

/// <summary>The tests of the Go library "cluster", made anew: fourteen servers that are started and stopped in all ways, and that tell each other something.</summary>
[Collection(QuietCollection.Name)]
public class OriginTests(ITestOutputHelper output)
{
    private static readonly int[] Pids = [1, 2, 3, 5, 8, 21, 55, 144, 377, 987, 2584, 6765, 17711, 34641];
    /// <summary>A machine that other programs keep busy has three tries to be quick; right must be all of them.</summary>
    private const int Tries = 3;

    private static readonly TimeSpan DeliveryLimit = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(50);

    private const int Rounds = 64;

    [Fact]
    public void All_servers_come_up_and_go_down()
    {
        var servers = MakeAll(Ports.ConfigOf(Pids));
        Assert.All(servers, server => Assert.Equal(ServerState.Stopped, server.State));

        StartAll(servers);
        Assert.All(servers, server => Assert.Equal(ServerState.Running, server.State));
        Assert.All(servers, server => Assert.Equal(Pids.Where(pid => pid != server.Pid), server.Peers.Order()));

        StopAll(servers);
        Assert.All(servers, server => Assert.Equal(ServerState.Stopped, server.State));
    }

    [Fact]
    public void A_cluster_is_made_and_started_and_stopped_again_and_again_on_the_same_ports()
    {
        var config = Ports.ConfigOf(Pids);
        for (var round = 0; round < Rounds; round++)
        {
            var servers = MakeAll(config);
            StartAll(servers);
            StopAll(servers);
        }
    }

    [Fact]
    public void The_same_servers_are_started_and_stopped_again_and_again()
    {
        var servers = MakeAll(Ports.ConfigOf(Pids));
        for (var round = 0; round < Rounds; round++)
        {
            StartAll(servers);
            Assert.All(servers, server => Assert.Equal(ServerState.Running, server.State));
            StopAll(servers);
        }
    }

    [Fact]
    public async Task A_pid_that_the_config_does_not_have_fails_and_harms_nothing()
    {
        var config = Ports.ConfigOf(Pids);
        var failure = Assert.Throws<ActorsException>(() => new Server(4, config));
        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.StartsWith("Server's pid missing in the config file", failure.Message);

        // What there is to stop when a start fails: here as the port is taken.
        await using var first = Server.Start(1, config);
        await using var second = new Server(1, config);
        Assert.Equal(ErrorCodes.InUse, Assert.Throws<ActorsException>(second.Start).Code);
        Assert.Equal(ServerState.Error, second.State);
        second.Stop();
        second.Stop();
        Assert.Equal(ServerState.Stopped, second.State);
        Assert.Equal(ServerState.Running, first.State);

        first.Stop();
        second.Start();
        Assert.Equal(ServerState.Running, second.State);
    }

    [Fact]
    public async Task Each_broadcast_reaches_the_thirteen_others_within_a_quarter_of_a_second()
    {
        var servers = MakeAll(Ports.ConfigOf(Pids));
        StartAll(servers);
        try
        {
            await BroadcastAsync(servers); // the first connects them, and has the code compiled
            var longest = TimeSpan.MaxValue;
            for (var tried = 0; tried < Tries && longest > DeliveryLimit; tried++)
                longest = await BroadcastAsync(servers);
            Assert.True(longest <= DeliveryLimit, $"the slowest delivery took {longest.TotalMilliseconds} ms");
        }
        finally
        {
            StopAll(servers);
        }
    }

    /// <summary>Each server tells all others something.</summary>
    /// <returns>How long the slowest delivery took.</returns>
    private async Task<TimeSpan> BroadcastAsync(Server[] servers)
    {
        var sent = new ConcurrentDictionary<string, (int Pid, long At)>();
        var readers = servers.Select(server => ReadAsync(server, servers.Length - 1)).ToList();
        using var pace = new PeriodicTimer(Stagger);
        foreach (var server in servers)
        {
            var uuid = Guid.NewGuid().ToString();
            sent[uuid] = (server.Pid, Stopwatch.GetTimestamp());
            await server.Outbox.WriteAsync(Envelope.ToAll(uuid));
            await pace.WaitForNextTickAsync();
        }

        var received = (await Task.WhenAll(readers)).SelectMany(one => one).ToList();
        Assert.Equal(Pids.Length * (Pids.Length - 1), received.Count);
        Assert.All(received, one => Assert.Equal(sent[one.Envelope.Message].Pid, one.Envelope.Pid));
        Assert.Equal(received.Count, received.DistinctBy(one => (one.Receiver, one.Envelope.Message)).Count());

        var took = received.Select(one => Stopwatch.GetElapsedTime(sent[one.Envelope.Message].At, one.At)).Order().ToList();
        output.WriteLine($"{took.Count} deliveries: median {took[took.Count / 2].TotalMilliseconds:0.0} ms, longest {took[^1].TotalMilliseconds:0.0} ms");
        return took[^1];
    }

    private static async Task<List<Received>> ReadAsync(Server server, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var received = new List<Received>();
        while (received.Count < count)
        {
            var envelope = await server.Inbox.ReadAsync(limit.Token);
            received.Add(new Received(server.Pid, envelope, Stopwatch.GetTimestamp()));
        }

        return received;
    }

    private static Server[] MakeAll(ServerConfig config) => [.. config.Servers.Select(server => new Server(server.Pid, config))];

    private static void StartAll(Server[] servers) => Array.ForEach(servers, server => server.Start());

    private static void StopAll(Server[] servers) => Array.ForEach(servers, server => server.Stop());

    private sealed record Received(int Receiver, Envelope<string> Envelope, long At);
}
