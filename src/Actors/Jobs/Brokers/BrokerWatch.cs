using Akka.Actor;
using Akka.Cluster;

namespace Actors.Jobs.Brokers;

/// <summary>Follows the cluster's membership for its parent and sends it a <see cref="BrokerPlace"/> whenever the active broker changes.</summary>
internal sealed class BrokerWatch : UntypedActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    // Members are equal whatever their status, so an immutable dictionary would keep the old one when a member becomes Up.
    private readonly Dictionary<UniqueAddress, Member> _members = [];
    private BrokerPlace _place = BrokerPlace.Nowhere;

    public static Props Props() => Akka.Actor.Props.Create(() => new BrokerWatch());

    protected override void PreStart() => _cluster.Subscribe(Self, ClusterEvent.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                _members.Clear();
                foreach (var member in state.Members)
                    _members[member.UniqueAddress] = member;
                break;
            case ClusterEvent.MemberRemoved removed:
                _members.Remove(removed.Member.UniqueAddress);
                break;
            case ClusterEvent.IMemberEvent change:
                _members[change.Member.UniqueAddress] = change.Member;
                break;
            default:
                Unhandled(message);
                return;
        }

        var place = _place.MoveTo(BrokerPlace.Of(_members.Values), _cluster.SelfAddress);
        if (place == _place)
            return;
        _place = place;
        Context.Parent.Tell(place);
    }
}
