using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace Actors.Jobs.Brokers;

/// <summary>Follows the cluster's membership for its parent and sends it a <see cref="BrokerPlace"/> whenever the active broker changes.</summary>
internal sealed class BrokerWatch : UntypedActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private ImmutableDictionary<UniqueAddress, Member> _members = ImmutableDictionary<UniqueAddress, Member>.Empty;
    private BrokerPlace _place = BrokerPlace.Nowhere;

    public static Props Props() => Akka.Actor.Props.Create(() => new BrokerWatch());

    protected override void PreStart() => _cluster.Subscribe(Self, ClusterEvent.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                _members = state.Members.ToImmutableDictionary(member => member.UniqueAddress);
                break;
            case ClusterEvent.MemberRemoved removed:
                _members = _members.Remove(removed.Member.UniqueAddress);
                break;
            case ClusterEvent.IMemberEvent change:
                _members = _members.SetItem(change.Member.UniqueAddress, change.Member);
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
