using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace Actors.Gateways.ComputeCloud;

/// <summary>
/// Which gateways there are, for GETS: each tells the others where it listens when it meets them as members. A gateway's text-protocol port is not its node's, so
/// membership alone does not say it.
/// </summary>
internal sealed class GatewayTable : UntypedActor
{
    public const string ActorName = "gateways";
    private const string Role = "gateway";

    private readonly ClassicServer _own;
    private readonly Action<IReadOnlyList<ClassicServer>> _publish;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private ImmutableSortedDictionary<string, ClassicServer> _others = ImmutableSortedDictionary<string, ClassicServer>.Empty;

    /// <param name="own">Where this node's gateway listens.</param>
    /// <param name="publish">Gets the whole table whenever it changes, this gateway first.</param>
    public GatewayTable(ClassicServer own, Action<IReadOnlyList<ClassicServer>> publish) => (_own, _publish) = (own, publish);

    protected override void PreStart()
    {
        Publish();
        _cluster.Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.MemberUp), typeof(ClusterEvent.MemberRemoved));
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.MemberUp { Member: var member } when member.HasRole(Role) && member.Address != _cluster.SelfAddress:
                Context.ActorSelection(new RootActorPath(member.Address) / "user" / ActorName).Tell(Announcement(isAnswer: false), Self);
                break;
            case ClusterEvent.MemberRemoved { Member: var member }:
                _others = _others.Remove(member.Address.ToString());
                Publish();
                break;
            case GatewayAnnounced announced:
                _others = _others.SetItem(Sender.Path.Address.ToString(), new ClassicServer(announced.Host, announced.Port));
                Publish();
                if (!announced.IsAnswer) Sender.Tell(Announcement(isAnswer: true), Self);
                break;
        }
    }

    private GatewayAnnounced Announcement(bool isAnswer) => new() { Host = _own.Host, Port = _own.Port, IsAnswer = isAnswer };

    private void Publish() => _publish([_own, .. _others.Values]);
}
