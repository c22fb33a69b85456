using Actors.Cluster.Internal;
using Actors.Dataflow.Directing;
using Actors.Dataflow.Running;
using Actors.Dataflow.Wire;
using Akka.Actor;
using Akka.Cluster;

namespace Actors.Dataflow.Nodes;

/// <summary>The nodes of the cluster as a director sees them, and the parts of its flow there. Part of the director's actor.</summary>
/// <param name="context">The director's.</param>
/// <param name="flow">The flow's name.</param>
/// <param name="terms">What the flow's actors have in common.</param>
/// <param name="local">The part in the director's own process.</param>
internal sealed class FlowNodes(IActorContext context, string flow, FlowTerms terms, IActorRef local)
{
    private readonly MemberBook _members = new();
    private readonly Dictionary<string, (IActorRef Part, string Path)> _parts = new(StringComparer.Ordinal);
    private readonly IActorRef _self = context.Self;
    private Akka.Cluster.Cluster? _cluster;

    /// <summary>Whether it has been told of the members.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Asks to be told of the members; before that there is only the director's own process.</summary>
    public void Watch()
    {
        if (_cluster is not null) return;
        _cluster = Akka.Cluster.Cluster.Get(context.System);
        _cluster.Subscribe(_self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
    }

    public void Unwatch() => _cluster?.Unsubscribe(_self);

    /// <returns>False: it says nothing of the members.</returns>
    public bool Take(object message)
    {
        if (!_members.Take(message)) return false;
        IsKnown = true;
        return true;
    }

    /// <summary>Nodes that are members and stay so.</summary>
    public IReadOnlyCollection<FlowNodeFacts> Members() =>
        [.. _members.Members.Where(member => member.Status == MemberStatus.Up).Select(member => new FlowNodeFacts(IdOf(member.UniqueAddress), member.Roles, _members.IsReachable(member)))];

    /// <summary>Nodes with parts of the flow that are members no more.</summary>
    public IReadOnlyList<string> Lost()
    {
        var known = _members.Members.Select(member => IdOf(member.UniqueAddress)).ToHashSet(StringComparer.Ordinal);
        return [.. _parts.Keys.Where(node => !known.Contains(node))];
    }

    /// <summary>The node that a part was on, which has ended; null: it is none that counts.</summary>
    public string? NodeOf(IActorRef part) => _parts.FirstOrDefault(known => known.Value.Part.Equals(part)).Key;

    // It answers first what it has got before.
    public void Forget(string node)
    {
        if (_parts.Remove(node, out var part)) context.Unwatch(part.Part).Tell(PoisonPill.Instance, _self);
    }

    /// <summary>Who takes orders for a node.</summary>
    public IActorRef PartOn(string node) => node == Placement.Local ? local : Open(node).Part;

    /// <summary>Where other nodes find the part on a node.</summary>
    public string PathOf(string node) => node == Placement.Local ? local.Path.ToStringWithAddress(_cluster!.SelfAddress) : Open(node).Path;

    private string IdOf(UniqueAddress node) => node.Equals(_cluster!.SelfUniqueAddress) ? Placement.Local : $"{node.Address}#{node.Uid}";

    private (IActorRef Part, string Path) Open(string node)
    {
        if (_parts.TryGetValue(node, out var known)) return known;
        var member = _members.Members.First(member => IdOf(member.UniqueAddress) == node).UniqueAddress;
        var key = EventId.New(terms.Ids).ToString();
        var path = new RootActorPath(member.Address) / "user" / FlowNode.ActorName;
        var open = new OpenPart { Key = key, Flow = flow, NodeUid = member.Uid, Trail = terms.Trail, MaxEventBytes = terms.MaxEventBytes };
        return _parts[node] = (context.Watch(context.ActorOf(RemotePart.Props(node, path.ToString(), open, terms.Link), $"part-{key}")), (path / key / HostedPart.PartName).ToString());
    }
}
