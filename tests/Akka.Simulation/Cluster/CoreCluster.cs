using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Internal;
using Akka.Simulation.Systems;
using Akka.Simulation.Time;

namespace Akka.Simulation.Cluster;

/// <summary>Many membership cores in one thread on virtual time and a network that can be cut. A run depends on its seed alone.</summary>
internal sealed class CoreCluster
{
    private readonly Dictionary<string, CoreNode> _nodes = new(StringComparer.Ordinal);
    private readonly CoreClusterSettings _settings;
    private int _incarnations;

    public CoreCluster(int seed, CoreClusterSettings? settings = null)
    {
        Seed = seed;
        Random = new Random(seed);
        Links = new SimulatedLinks(Random);
        _settings = settings ?? new CoreClusterSettings();
    }

    public int Seed { get; }

    public Random Random { get; }

    public SimulatedTime Time { get; } = new();

    public SimulatedLinks Links { get; }

    public Trace Trace { get; } = new();

    public IReadOnlyList<CoreNode> Nodes => [.. _nodes.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => n.Value)];

    public IReadOnlyList<CoreNode> Running => [.. Nodes.Where(n => n.IsRunning)];

    public CoreNode this[string name] => _nodes[name];

    public static Address AddressOf(string name) => new("akka.tcp", "sim", name, 1);

    /// <summary>Starts a node; on a name that was used before, it is a new incarnation.</summary>
    public CoreNode Start(string name, params string[] roles) =>
        Add(new CoreNode(this, name, ++_incarnations, _settings, [.. roles]));

    public CoreNode Add(CoreNode node) => _nodes[node.Name] = node;

    /// <summary>Starts nodes named n1, n2, ... of which the first is the only seed node, and runs until all are Up everywhere.</summary>
    public CoreCluster Form(int count)
    {
        for (var i = 1; i <= count; i++)
            Start($"n{i}").Do(new MembershipInput.JoinSeedNodes([AddressOf("n1")]));
        RunUntil(() => AllUp(Running), TimeSpan.FromSeconds(30), "the cluster to form");
        return this;
    }

    public void Send(CoreNode from, Address to, ClusterProtocol message)
    {
        var target = to.Host!;
        if (Links.Delay(from.Name, target) is not { } delay)
            return;
        Time.After(delay, () =>
        {
            Note($"{from.Self} -> {target} {message.GetType().Name}");
            _nodes.GetValueOrDefault(target)?.Receive(from.Name, message);
        });
    }

    public void Note(string what) => Trace.Add($"{Time.Now.TotalMilliseconds:F3} {what}");

    public void RunFor(double seconds) => Time.RunFor(TimeSpan.FromSeconds(seconds));

    public void RunUntil(Func<bool> condition, TimeSpan limit, string what)
    {
        if (!Time.RunUntil(condition, limit))
            throw Failure($"waited {limit} for {what}");
    }

    public SimulationFailedException Failure(string what) => new(
        $"""
         seed {Seed}, at {Time.Now}: {what}
         {string.Join('\n', Nodes.Select(n => $"{n.Self} running={n.IsRunning} {n.View.Gossip}"))}
         last of the trace:
         {Trace}
         """);

    /// <summary>Whether each of the nodes sees exactly all of them as members, and every one as Up and reachable.</summary>
    public static bool AllUp(IReadOnlyCollection<CoreNode> nodes)
    {
        var expected = nodes.Select(n => n.Self).ToImmutableHashSet();
        return nodes.All(n =>
            n.View.Gossip.Members.Count == expected.Count && !n.View.UnreachableMembers.Any() &&
            n.View.Gossip.Members.All(m => m.Status == MemberStatus.Up && expected.Contains(m.UniqueAddress)));
    }
}

