using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace Actors.Cluster.Internal;

/// <summary>
/// On every node: when a node that was killed comes back on another address, the leader marks its dead incarnation as down at once. Without this the split-brain
/// resolver does so only after everything has been still for a while, and the newcomer itself, joining, is what keeps it from being still: some 20 s, and no
/// end to it when it is killed again meanwhile.
/// </summary>
internal sealed class RestartWatch : UntypedActor
{
    public const string ActorName = "restarts";

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    // Age by the order of their coming: members that are not Up yet have no age of their own.
    private readonly Dictionary<UniqueAddress, (Member Member, int Age)> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];
    private Address? _leader;
    private int _seen;

    public static Props Props() => Akka.Actor.Props.Create(() => new RestartWatch());

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent), typeof(ClusterEvent.LeaderChanged));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                _leader = state.Leader;
                foreach (var member in state.Members.Order(Member.AgeOrdering))
                    Put(member);
                _unreachable.UnionWith(state.Unreachable.Select(member => member.UniqueAddress));
                break;
            case ClusterEvent.MemberRemoved removed:
                _members.Remove(removed.Member.UniqueAddress);
                _unreachable.Remove(removed.Member.UniqueAddress);
                break;
            case ClusterEvent.IMemberEvent change:
                Put(change.Member);
                break;
            case ClusterEvent.UnreachableMember lost:
                _unreachable.Add(lost.Member.UniqueAddress);
                break;
            case ClusterEvent.ReachableMember back:
                _unreachable.Remove(back.Member.UniqueAddress);
                break;
            case ClusterEvent.LeaderChanged changed:
                _leader = changed.Leader;
                break;
            default:
                Unhandled(message);
                return;
        }

        if (_leader == _cluster.SelfAddress)
            Bury();
    }

    private void Put(Member member) => _members[member.UniqueAddress] = (member, _members.TryGetValue(member.UniqueAddress, out var known) ? known.Age : ++_seen);

    private void Bury()
    {
        var facts = _members.Values
            .Where(entry => entry.Member.Status is not (MemberStatus.Down or MemberStatus.Exiting))
            .Select(entry => new RingMemberFacts(entry.Member.Address.ToString(), entry.Member.Roles, !_unreachable.Contains(entry.Member.UniqueAddress), entry.Age));
        foreach (var dead in NodeRestarts.DeadIncarnations(facts))
        {
            _log.Info("{0} has been started again on another address: its dead incarnation is marked as down", dead);
            _cluster.Down(Address.Parse(dead));
        }
    }
}
