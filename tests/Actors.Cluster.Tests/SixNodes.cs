using Actors.Client;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>Six real processes from the profiles: seed, two more storage nodes, two brokers, one worker, on free ports of loopback.</summary>
public sealed class SixNodes : IAsyncLifetime
{
    public const int MemberCount = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan SettledAge = TimeSpan.FromSeconds(5); // as many heartbeats
    private readonly ClusterFolder _cluster = new();

    public SixNodes()
    {
        SeedContact = $"127.0.0.1:{FreePorts.Take(1)[0]}";
        Seed = _cluster.Add("seed", "seed", SeedContact, $"akka.remote.dot-netty.tcp.port={SeedContact.Split(':')[1]}");
        Storage1 = _cluster.Add("storage-a", "storage", SeedContact);
        Storage2 = _cluster.Add("storage-b", "storage", SeedContact);
        Broker1 = _cluster.Add("broker-a", "broker", SeedContact);
        Broker2 = _cluster.Add("broker-b", "broker", SeedContact);
        Worker = _cluster.Add("worker-a", "worker", SeedContact);
    }

    public string SeedContact { get; }

    public ActorsNode Seed { get; }

    public ActorsNode Storage1 { get; }

    public ActorsNode Storage2 { get; }

    public ActorsNode Broker1 { get; }

    public ActorsNode Broker2 { get; }

    public ActorsNode Worker { get; }

    public ClusterFolder Cluster => _cluster;

    public async Task InitializeAsync()
    {
        foreach (var node in _cluster.Nodes) node.Start();
        foreach (var node in _cluster.Nodes) await node.ReadyAsync();
        await WholeAsync(MemberCount);
    }

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    /// <summary>Waits until every running node sees so many members, the running ones, all Up and reachable.</summary>
    public async Task WholeAsync(int members)
    {
        var running = _cluster.Nodes.Where(node => node.IsRunning).ToArray();
        Assert.Equal(members, running.Length);
        var addresses = running.Select(node => node.Address).ToHashSet(); // a restarted node has another one: who still sees the dead one is not there yet
        await Task.WhenAll(running.Select(node =>
            Eventually.IsAsync($"{node.Name} sees {members} members", Patience, node.MembersAsync, seen => IsWhole(seen) && addresses.SetEquals(seen.Select(member => member.Address)))));
    }

    /// <summary>
    /// Waits until the youngest node has heard heartbeats of the others for a while: its failure detectors allow for longer gaps at first, so it takes longer to miss a node
    /// than the design's figures say.
    /// </summary>
    public Task SettledAsync() => Eventually.IsAsync(
        "the youngest node has heard enough heartbeats", Patience, () => Task.FromResult(_cluster.Nodes.Where(node => node.IsRunning).Min(node => node.Age)), age => age >= SettledAge);

    private static bool IsWhole(IReadOnlyList<MemberView> seen) => seen.All(member => member is { Status: "Up", Reachable: true });
}
