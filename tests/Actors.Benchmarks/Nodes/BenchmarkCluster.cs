using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Configuration;

namespace Actors.Benchmarks.Nodes;

/// <summary>Real nodes on loopback with their data below one temporary folder, and this process as a member that does nothing but use them.</summary>
internal sealed class BenchmarkCluster : IAsyncDisposable
{
    private readonly List<BenchmarkNode> _nodes = [];
    private readonly int _port = FreePort();

    private BenchmarkCluster()
    {
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("actors-benchmarks-").FullName;

    /// <summary>Of the first node.</summary>
    public string Contact => $"127.0.0.1:{_port}";

    public ActorSystem Member { get; private set; } = null!;

    /// <summary>Used so far by the nodes and by this process.</summary>
    public TimeSpan CpuTime() => _nodes.Aggregate(Environment.CpuUsage.TotalTime, (sum, node) => sum + node.CpuTime);

    /// <param name="profiles">The first is the seed.</param>
    public static async Task<BenchmarkCluster> StartAsync(params string[] profiles)
    {
        var cluster = new BenchmarkCluster();
        try
        {
            foreach (var (profile, number) in profiles.Select((profile, index) => (profile, index + 1)))
                cluster.Start($"{profile}-{number}", profile, number == 1);
            await Task.WhenAll(cluster._nodes.Select(node => node.ReadyAsync()));
            await cluster.JoinAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        if (Member is not null)
            await Member.Terminate();
        Directory.Delete(Folder, recursive: true);
    }

    private void Start(string name, string profile, bool isSeed)
    {
        string[] settings = [$"akka.cluster.seed-nodes=[\"akka.tcp://actors@{Contact}\"]", .. isSeed ? (string[])[$"akka.remote.dot-netty.tcp.port={_port}"] : []];
        _nodes.Add(BenchmarkNode.Start(name, profile, Folder, settings));
    }

    // The serializers of publish-subscribe are for the messages that the nodes' receptionists send to all members.
    private Task JoinAsync()
    {
        var settings = ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = WARNING
              actor.provider = cluster
              coordinated-shutdown.run-by-actor-system-terminate = off
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
              cluster.seed-nodes = ["akka.tcp://actors@{{Contact}}"]
            }
            """);
        Member = ActorSystem.Create("actors", settings.WithFallback(ReferenceConfig.Config).WithFallback(DistributedPubSub.DefaultConfig()));
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Akka.Cluster.Cluster.Get(Member).RegisterOnMemberUp(up.SetResult);
        return up.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
