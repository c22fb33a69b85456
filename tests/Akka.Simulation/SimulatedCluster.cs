using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Simulation.Network;
using Akka.Simulation.Systems;
using Akka.Simulation.Time;

namespace Akka.Simulation;

/// <summary>
/// A whole cluster of real actor systems in one thread, on virtual time and a network that can be cut. Its nodes have host names that their
/// caller chooses. Everything depends on the seed alone; a failure tells it, and <c>ACTORS_SEED</c> runs it again.
/// </summary>
public sealed class SimulatedCluster
{
    /// <summary>The port of every node, on its own host.</summary>
    public const int Port = 4053;

    private const string SystemName = "sim";

    private static readonly Config Base = ConfigurationFactory.ParseString($$"""
        akka {
          loggers = []
          stdout-loglevel = OFF
          loglevel = OFF
          log-dead-letters = off
          actor.provider = cluster
          remote.dot-netty.tcp.port = {{Port}}
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          cluster.split-brain-resolver.stable-after = 5s
        }
        """);

    private readonly Dictionary<string, (SimulatedProcess Process, ActorSystem System)> _nodes = new(StringComparer.Ordinal);
    private readonly SimulatedWorld _world;
    private readonly Config _config;
    private int _incarnations;

    /// <param name="config">For all nodes, over the defaults, among which is a split-brain resolver with a stable-after of 5 s.</param>
    public SimulatedCluster(int seed, string config = "")
    {
        _world = new SimulatedWorld(seed);
        _config = ConfigurationFactory.ParseString(config).WithFallback(Base);
    }

    public int Seed => _world.Seed;

    /// <summary>For what the test itself draws.</summary>
    public Random Random => _world.Random;

    public TimeSpan Now => _world.Time.Now;

    public SimulatedLinks Links => _world.Links;

    public Trace Trace => _world.Trace;

    public ImmutableArray<string> Names => [.. _nodes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The nodes whose process lives and whose actor system has not terminated.</summary>
    public ImmutableArray<string> Running => [.. Names.Where(IsRunning)];

    public ActorSystem this[string name] => _nodes[name].System;

    public static Address AddressOf(string name) => new("akka.tcp", SystemName, name, Port);

    /// <summary>Starts a node that joins the seed nodes; a name whose process has ended may be used again.</summary>
    public ActorSystem Start(string name, IEnumerable<string>? seedNodes = null, string config = "")
    {
        var process = new SimulatedProcess(_world, name);
        var seams = new EngineSeams
        {
            Time = new SimulatedClock(process),
            Seed = unchecked(Seed * 1000 + ++_incarnations),
            Scheduler = system => new SimulatedScheduler(process, system.Settings.Config, system.Log),
            Executor = process.Enqueue,
            Network = new SimulatedNetwork(_world.Switch, process)
        };
        var seeds = string.Join(", ", (seedNodes ?? []).Select(seed => $"\"{AddressOf(seed)}\""));
        var own = ConfigurationFactory.ParseString($"akka.remote.dot-netty.tcp.hostname = {name}\nakka.cluster.seed-nodes = [{seeds}]");
        var all = own.WithFallback(ConfigurationFactory.ParseString(config)).WithFallback(_config);
        using var context = WithoutContext.Enter();
        var started = ActorSystem.Create(SystemName, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(all), seams));
        _nodes[name] = (process, started);
        return started;
    }

    /// <summary>Starts nodes named n1, n2, ... of which the first is the seed node, and runs until all are Up for all.</summary>
    public SimulatedCluster Form(int count, string config = "")
    {
        for (var i = 1; i <= count; i++)
            Start($"n{i}", ["n1"], config);
        RunUntil(() => IsOneCluster, TimeSpan.FromSeconds(30), $"{count} nodes to be Up for all");
        return this;
    }

    public bool IsRunning(string name) => _nodes.TryGetValue(name, out var node) && !node.Process.IsDead && !node.System.WhenTerminated.IsCompleted;

    /// <summary>Whether those that run are members of one cluster, each Up, reachable, and with no other member.</summary>
    public bool IsOneCluster
    {
        get
        {
            var expected = Running.Select(n => Akka.Cluster.Cluster.Get(this[n]).SelfUniqueAddress).ToImmutableHashSet();
            return Running.Select(n => Akka.Cluster.Cluster.Get(this[n]).State).All(state =>
                state.Members.Count == expected.Count && state.Unreachable.IsEmpty &&
                state.Members.All(m => m.Status == MemberStatus.Up && expected.Contains(m.UniqueAddress)));
        }
    }

    /// <summary>Ends the process at once. Its connections break, as a kernel sees to it.</summary>
    public void Crash(string name)
    {
        using var context = WithoutContext.Enter();
        var process = _nodes[name].Process;
        process.Kill();
        _world.Switch.Close(process);
    }

    /// <summary>Sets the wall clock of a node's machine; its monotonic clock goes on as it was.</summary>
    public void JumpClock(string name, TimeSpan by) => _nodes[name].Process.ClockOffset += by;

    /// <summary>The process stands still, as by SIGSTOP; what comes for it waits.</summary>
    public void Pause(string name) => _nodes[name].Process.Pause();

    public void Continue(string name)
    {
        using var context = WithoutContext.Enter();
        _nodes[name].Process.Continue();
    }

    /// <summary>Resets all connections between two nodes, as something between them that has lost its memory would.</summary>
    public void Break(string a, string b)
    {
        using var context = WithoutContext.Enter();
        foreach (var connection in _world.Switch.Between(a, b))
            connection.Reset();
    }

    /// <summary>Resets one of the connections between two nodes, drawn at random; nothing when there are none.</summary>
    public void BreakOne(string a, string b)
    {
        using var context = WithoutContext.Enter();
        if (_world.Switch.Between(a, b) is { Count: > 0 } all)
            all[Random.Next(all.Count)].Reset();
    }

    /// <summary>How often one node has tried to connect to another.</summary>
    public int Dials => _world.Switch.Dials;

    public void RunFor(TimeSpan duration) => _world.RunFor(duration);

    /// <exception cref="SimulationFailedException">The condition does not come to hold within the limit.</exception>
    public void RunUntil(Func<bool> condition, TimeSpan limit, string what)
    {
        if (!_world.RunUntil(condition, limit))
            throw Failure($"waited {limit} for {what}");
    }

    public SimulationFailedException Failure(string what) => new(
        $"""
         seed {Seed}, at {Now}: {what}
         running: {string.Join(", ", Running)}
         {string.Join('\n', Names.Where(n => !_nodes[n].Process.IsDead).Select(n => $"{n}: {MembersSeenBy(n)}"))}
         last of the trace:
         {Trace}
         """);

    private string MembersSeenBy(string name) => ((ExtendedActorSystem)this[name]).Provider is ClusterActorRefProvider
        ? string.Join(", ", Akka.Cluster.Cluster.Get(this[name]).State.Members)
        : "no cluster";
}
