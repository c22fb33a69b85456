using Actors.Cluster.Internal;
using Akka.Actor;
using Akka.Cluster;

namespace Actors.Services.Brokers;

/// <summary>Follows the cluster's membership for its parent and sends it <see cref="ServiceHomes"/> whenever they change.</summary>
internal sealed class HomesWatch : UntypedActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly MemberBook _book = new();
    private ServiceHomes _homes = ServiceHomes.None;

    public static Props Props() => Akka.Actor.Props.Create(() => new HomesWatch());

    protected override void PreStart() =>
        _cluster.Subscribe(Self, ClusterEvent.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        _book.Take(message);
        var homes = ServiceHomes.Of(_book.Members, _book.Unreachable);
        if (homes.IsSameAs(_homes))
            return;
        _homes = homes;
        Context.Parent.Tell(homes);
    }
}
