using Actors.Cluster.Internal;
using Akka.Actor;
using Akka.Cluster;

namespace Actors.Jobs.Brokers;

/// <summary>Follows the cluster's membership for its parent and sends it a <see cref="BrokerPlace"/> whenever the active broker changes.</summary>
internal sealed class BrokerWatch : UntypedActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly MemberBook _book = new();
    private BrokerPlace _place = BrokerPlace.Nowhere;

    public static Props Props() => Akka.Actor.Props.Create(() => new BrokerWatch());

    protected override void PreStart() => _cluster.Subscribe(Self, ClusterEvent.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        if (!_book.Take(message))
        {
            Unhandled(message);
            return;
        }

        var place = _place.MoveTo(BrokerPlace.Of(_book.Members), _cluster.SelfAddress);
        if (place == _place)
            return;
        _place = place;
        Context.Parent.Tell(place);
    }
}
