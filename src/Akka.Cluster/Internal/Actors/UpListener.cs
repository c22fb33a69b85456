using Akka.Actor;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Internal;

/// <summary>Runs a callback once this node is Up.</summary>
internal sealed class UpListener(Cluster cluster, Action callback) : UntypedActor
{
    protected override void PreStart() => cluster.Subscribe(Self, InitialStateAsEvents, typeof(MemberUp));

    protected override void OnReceive(object message)
    {
        if (message is not MemberUp { Member: var member } || member.UniqueAddress != cluster.SelfUniqueAddress)
            return;
        UserCallback.Run(callback, cluster.System.Log, "up");
        Context.Stop(Self);
    }
}
