using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Tests;

/// <summary>Several cluster nodes in this process, on loopback, with settings that make everything fast. Terminates them all at the end.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    private const string Fast = """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          log-dead-letters = off
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          cluster {
            periodic-tasks-initial-delay = 100ms
            gossip-interval = 100ms
            leader-actions-interval = 100ms
            unreachable-nodes-reaper-interval = 100ms
            seed-node-timeout = 1s
            failure-detector { heartbeat-interval = 100ms, acceptable-heartbeat-pause = 1s, expected-response-after = 300ms }
            split-brain-resolver.stable-after = 1s
          }
        }
        """;

    // No test waits so long; it ends a hanging one with a word about what it waited for.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly List<ActorSystem> _systems = [];

    public IReadOnlyList<ActorSystem> Systems => _systems;

    public ActorSystem Start(string config = "")
    {
        var system = ActorSystem.Create("test", ConfigurationFactory.ParseString(config).WithFallback(ConfigurationFactory.ParseString(Fast)));
        _systems.Add(system);
        return system;
    }

    /// <summary>Starts nodes that join the first one and waits until all of them are Up for all.</summary>
    public async Task<ActorSystem[]> Form(int count, string config = "")
    {
        var nodes = Enumerable.Range(0, count).Select(_ => Start(config)).ToArray();
        var first = Cluster.Get(nodes[0]).SelfAddress;
        await Task.WhenAll(nodes.Select(node => Cluster.Get(node).JoinAsync(first))).WaitAsync(Limit);
        await Until(() => nodes.All(node => UpMembers(node) == count), $"{count} nodes to be Up for all");
        return nodes;
    }

    public static int UpMembers(ActorSystem node) => Cluster.Get(node).State.Members.Count(m => m.Status == MemberStatus.Up);

    /// <summary>Polls, for what no event tells.</summary>
    public static async Task Until(Func<bool> condition, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {Limit} for {what}.");
            }
        }
    }

    public static Task Within(Task task) => task.WaitAsync(Limit);

    /// <summary>Ends a node without a word to the others.</summary>
    public static void Crash(ActorSystem node) => ((ExtendedActorSystem)node).Abort();

    public async ValueTask DisposeAsync()
    {
        foreach (var system in _systems)
            Crash(system);
        await Task.WhenAll(_systems.Select(s => s.WhenTerminated)).WaitAsync(Limit);
    }
}
