using Akka.Actor;
using Akka.Remote;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Internal;

/// <summary>
/// Remote death watch in a cluster: members need no heartbeats of its own, their actors are terminated when the cluster removes them. Nodes
/// outside the cluster are watched as without one.
/// </summary>
internal sealed class ClusterRemoteWatcher : RemoteWatcher
{
    private readonly Cluster _cluster;
    private readonly HashSet<Address> _members = [];

    public ClusterRemoteWatcher(Cluster cluster, IFailureDetectorRegistry<Address> detector, RemoteSettings settings)
        : base(detector, settings.WatchHeartBeatInterval, settings.WatchUnreachableReaperInterval, settings.WatchHeartbeatExpectedResponseAfter)
    {
        _cluster = cluster;
    }

    protected override void PreStart()
    {
        base.PreStart();
        _cluster.Subscribe(Self, InitialStateAsEvents, typeof(IMemberEvent));
    }

    protected override void PostStop()
    {
        base.PostStop();
        _cluster.Unsubscribe(Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MemberRemoved removed:
                OnRemoved(removed);
                break;
            case IMemberEvent { Member: var member }:
                TakeOver(member);
                break;
            default:
                base.OnReceive(message);
                break;
        }
    }

    protected override void WatchNode(IInternalActorRef watchee)
    {
        if (!_members.Contains(watchee.Path.Address))
            base.WatchNode(watchee);
    }

    private void TakeOver(Member member)
    {
        if (member.UniqueAddress == _cluster.SelfUniqueAddress || !_members.Add(member.Address))
            return;
        if (WatchingNodes.Contains(member.Address))
            UnwatchNode(member.Address);
        Unreachable.Remove(member.Address);
    }

    private void OnRemoved(MemberRemoved removed)
    {
        var node = removed.Member.UniqueAddress;
        if (node == _cluster.SelfUniqueAddress)
            return;
        _members.Remove(node.Address);
        // A node that was down may run on; it must not be heard again. One that left has stopped by itself.
        if (removed.PreviousStatus == MemberStatus.Down)
            Quarantine(node.Address, node.Uid);
        PublishAddressTerminated(node.Address);
    }
}
