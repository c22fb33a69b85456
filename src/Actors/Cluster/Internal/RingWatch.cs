using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace Actors.Cluster.Internal;

/// <summary>Follows the cluster's membership for its parent and sends it a <see cref="RingView"/> whenever the storage nodes or their reachability change.</summary>
internal sealed class RingWatch : UntypedActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly string _actorName;
    private readonly MemberBook _book = new();
    private ImmutableArray<(RingMember, RingMemberFacts)> _last;
    private LostMembers _lost = LostMembers.None;
    private LostMembers _lastLost = LostMembers.None;

    public RingWatch(string actorName) => _actorName = actorName;

    /// <param name="actorName">The name of the storage nodes' actor below /user.</param>
    public static Props Props(string actorName) => Akka.Actor.Props.Create(() => new RingWatch(actorName));

    protected override void PreStart() =>
        _cluster.Subscribe(Self, ClusterEvent.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        if (!_book.Take(message))
        {
            Unhandled(message);
            return;
        }

        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                foreach (var member in state.Members.Where(member => member.Status == MemberStatus.Down))
                    Lose(member);
                break;
            case ClusterEvent.MemberRemoved removed:
                if (removed.PreviousStatus == MemberStatus.Down)
                    Lose(removed.Member);
                else if (NodeIdOf(removed.Member) is { } left)
                    _lost = _lost.Forget(left);
                break;
            case ClusterEvent.IMemberEvent { Member: var changed }:
                if (changed.Status == MemberStatus.Down)
                    Lose(changed);
                break;
        }

        Publish();
    }

    private void Publish()
    {
        // A node owns keys from Up until it exits, whether it is reachable or not: its data is there when it is back.
        var inRing = _book.Members.Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving).Order(Member.AgeOrdering);
        var facts = inRing.Select((member, age) => new RingMemberFacts(member.Address.ToString(), member.Roles, _book.IsReachable(member), age));
        var nodes = RingMemberFacts.StorageNodes(facts);
        foreach (var (member, _) in nodes)
            _lost = _lost.Forget(member.NodeId);
        if (!_last.IsDefault && nodes.SequenceEqual(_last) && _lost == _lastLost)
            return;
        (_last, _lastLost) = (nodes, _lost);
        var provider = ((ExtendedActorSystem)Context.System).Provider;
        Context.Parent.Tell(new RingView(nodes.Select(node =>
            new StorageMember(node.Member, provider.ResolveActorRef($"{node.Facts.Address}/user/{_actorName}"), node.Facts.Reachable)), _lost.Members));
    }

    private void Lose(Member member)
    {
        var scheduler = Context.System.Scheduler;
        if (NodeIdOf(member) is { } nodeId)
            _lost = _lost.Lose(new LostMember(nodeId, scheduler.MonotonicClock, scheduler.Now));
    }

    private static string? NodeIdOf(Member member) =>
        RingMemberFacts.StorageNodes([new RingMemberFacts(member.Address.ToString(), member.Roles, Reachable: false, Age: 0)]) is [var (node, _)] ? node.NodeId : null;
}
