using System.Collections.Immutable;
using System.Globalization;
using Actors.Services;
using Actors.Services.Deployment.Planning;

namespace Actors.Tests.Services.Deployment;

/// <summary>Nodes that do what a plan orders.</summary>
internal sealed class PlanBench(params string[] nodes)
{
    private WantedDeployment _wanted = null!;
    private int _made;

    public Dictionary<string, Node> Nodes { get; } = nodes.ToDictionary(name => name, _ => new Node());

    /// <summary>Versions that do not start.</summary>
    public HashSet<string> Bad { get; } = [];

    public PlanState State { get; set; } = PlanState.Empty;

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

    public int Count => _wanted.Count;

    public void Want(string version, int count, string? former = null, params string[] labels) =>
        (_wanted, State) = (new WantedDeployment(SpecOf(version, labels), count, former is null ? null : SpecOf(former), IsUp: false), State with { IsSettled = false });

    public int Serving(string version) => Nodes.Values.Sum(node => node.Instances.Values.Count(instance => instance.Revision == RevisionOf(version) && instance.State == InstanceState.InstanceServing));

    public IReadOnlyList<PlanOrder> Step()
    {
        var workers = Nodes.Select(pair => new WorkerFacts(
            pair.Key,
            pair.Value.Labels,
            pair.Value.IsUp,
            pair.Value.IsReachable,
            pair.Value.Others + pair.Value.Instances.Count,
            pair.Value.IsSilent ? default : [.. pair.Value.Instances.Values])).ToList();
        (State, var orders) = DeploymentPlan.Step(State, _wanted, workers, Now, new PlanTerms(), () => (++_made).ToString("d8", CultureInfo.InvariantCulture));
        _wanted = _wanted with { IsUp = _wanted.IsUp || State.Proven == Revisions.Of(_wanted.Spec) }; // it is written down
        return orders;
    }

    /// <summary>What was starting serves, or has failed; what was stopping is gone; orders are begun.</summary>
    public void Carry(IReadOnlyList<PlanOrder> orders)
    {
        foreach (var node in Nodes.Values)
        {
            foreach (var instance in node.Instances.Values.ToList())
            {
                if (instance.State == InstanceState.InstanceStopping)
                    node.Instances.Remove(instance.Id);
                else if (instance.State == InstanceState.InstanceStarting)
                    node.Instances[instance.Id] = Bad.Any(version => RevisionOf(version) == instance.Revision) ? instance with { State = InstanceState.InstanceFailed, Reason = "it is bad" } : instance with { State = InstanceState.InstanceServing };
            }
        }

        foreach (var order in orders.Where(order => Nodes.TryGetValue(order.Node, out var node) && node.IsReachable))
        {
            var node = Nodes[order.Node];
            if (order is StartOrder start)
                node.Instances.TryAdd(start.Instance, new InstanceFacts(start.Instance, Revisions.Of(start.Spec), InstanceState.InstanceStarting));
            else if (node.Instances.TryGetValue(order.Instance, out var stopped) && stopped.State == InstanceState.InstanceFailed)
                node.Instances.Remove(order.Instance);
            else if (stopped is not null)
                node.Instances[order.Instance] = stopped with { State = InstanceState.InstanceStopping };
        }
    }

    public void RunToRest(int steps = 30)
    {
        for (; steps > 0; steps--)
        {
            Carry(Step());
            Now += TimeSpan.FromSeconds(1);
        }
    }

    public override string ToString() => string.Join("; ", Nodes.Select(node => $"{node.Key}: {string.Join(", ", node.Value.Instances.Values)}"));

    private static DeploymentSpec SpecOf(string version, params string[] labels) => new() { Revision = Revisions.ToWire(RevisionOf(version)), Version = version, Labels = { labels } };

    private static UInt128 RevisionOf(string version) => UInt128.Parse(version, CultureInfo.InvariantCulture);

    internal sealed class Node
    {
        public ImmutableHashSet<string> Labels { get; set; } = [];

        public bool IsUp { get; set; } = true;

        public bool IsReachable { get; set; } = true;

        public bool IsSilent { get; set; }

        public int Others { get; set; }

        public Dictionary<string, InstanceFacts> Instances { get; } = [];
    }
}
