using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Internal;

/// <summary>
/// <c>/system/cluster</c>: starts the cluster's actors and passes on what is for them. If one of them fails, this node's part in the cluster
/// ends: its state cannot be made up again, and the others find out by their failure detectors.
/// </summary>
internal sealed class ClusterSupervisor : UntypedActor
{
    private readonly Cluster _cluster;
    private readonly IActorRef _publisher;
    private readonly IActorRef _core;

    public ClusterSupervisor(Cluster cluster)
    {
        _cluster = cluster;
        var dispatcher = cluster.Settings.UseDispatcher;
        _publisher = Context.ActorOf(Props.Create(() => new EventPublisher(cluster.Runtime)).WithDispatcher(dispatcher), ClusterPaths.Publisher);
        var heartbeat = Context.ActorOf(
            Props.Create(() => new HeartbeatActor(cluster)).WithDispatcher("actors.engine.cluster.heartbeat-dispatcher"), ClusterPaths.Heartbeat);
        _core = Context.ActorOf(
            Props.Create(() => new MembershipActor(cluster, _publisher, heartbeat)).WithDispatcher(dispatcher), ClusterPaths.Core);
        if (cluster.DowningProvider.DowningActorProps is { } downing)
            Context.ActorOf(downing.WithDispatcher(dispatcher), ClusterPaths.Downing);
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure =>
    {
        _cluster.System.Log.Error(failure, "A part of the cluster node [{0}] failed: its cluster membership ends", _cluster.SelfAddress);
        Context.Stop(Self);
        return Directive.Stop;
    });

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SupervisorCommand.ListenForUp listen:
                Context.ActorOf(Props.Create(() => new UpListener(_cluster, listen.Callback)));
                break;
            case PublisherCommand:
                _publisher.Forward(message);
                break;
            case MembershipInput:
                _core.Forward(message);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop() => _cluster.Runtime.NoteTerminated();
}
