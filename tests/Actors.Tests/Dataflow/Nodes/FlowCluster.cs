using Actors.Dataflow;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Nodes;
using Actors.Links;
using Actors.Tests.Messaging;
using Akka.Actor;
using Akka.Configuration;

namespace Actors.Tests.Dataflow.Nodes;

/// <summary>A cluster of nodes in this process that run flow actors; the network between them can be cut.</summary>
internal sealed class FlowCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    // What goes lost is missed soon.
    private static readonly LinkSettings Link = EdgeTerms.Link with { Interval = TimeSpan.FromMilliseconds(50) };
    private readonly List<Relay> _relays = [];
    private readonly List<ActorSystem> _systems = [];

    /// <summary>Of the network between all nodes.</summary>
    public Cuts Cuts { get; } = new();

    /// <summary>The first node, where directors run.</summary>
    public ActorSystem First => _systems[0];

    /// <param name="roles">Of each node; an empty one has none.</param>
    public static async Task<FlowCluster> StartAsync(params string[] roles)
    {
        var cluster = new FlowCluster();
        foreach (var role in roles) await cluster.AddAsync(role);
        return cluster;
    }

    public async Task<ActorSystem> AddAsync(string role, ModuleCatalog? catalog = null)
    {
        var (port, real) = (Ports.Next(), Ports.Next());
        _relays.Add(new Relay(port, real, Cuts));
        var config = ConfigurationFactory.ParseString($$"""
            akka.actor.provider = cluster
            akka.loglevel = ERROR
            akka.stdout-loglevel = ERROR
            akka.cluster.roles = [{{role}}]
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = {{real}}, public-port = {{port}} }
            akka.coordinated-shutdown.run-by-actor-system-terminate = off
            akka.remote.retry-gate-closed-for = 50 ms
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 20s
            akka.cluster.split-brain-resolver.stable-after = 20s
            akka.cluster.gossip-interval = 100 ms
            akka.cluster.leader-actions-interval = 100 ms
            """).WithFallback(ReferenceConfig.Config);
        var system = ActorSystem.Create("flows", config);
        FlowNode.Start(system, new FlowNodeOptions { Link = Link, Catalog = catalog ?? ModuleCatalog.BuiltIn.With(typeof(Numbered).Assembly) });
        var cluster = Akka.Cluster.Cluster.Get(system);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(up.SetResult);
        cluster.Join(_systems.Count == 0 ? cluster.SelfAddress : Akka.Cluster.Cluster.Get(First).SelfAddress);
        await up.Task.WaitAsync(Patience);
        _systems.Add(system);
        return system;
    }

    /// <summary>A director on the first node.</summary>
    public Director NewDirector(string name) => new(name, First, new DirectorOptions { Link = Link });

    /// <summary>Ends a node at once, as a crash does, and has the others agree that it is gone.</summary>
    /// <param name="node">As the statistics of a flow call it.</param>
    public async Task KillAsync(string node)
    {
        var system = _systems.Single(each => node.StartsWith($"{Akka.Cluster.Cluster.Get(each).SelfAddress}#", StringComparison.Ordinal));
        await system.Terminate().WaitAsync(Patience);
        Akka.Cluster.Cluster.Get(First).Down(Akka.Cluster.Cluster.Get(system).SelfAddress);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_systems.Select(system => system.Terminate()));
        foreach (var relay in _relays) await relay.DisposeAsync();
    }
}
