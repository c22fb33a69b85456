using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Internal;

/// <summary><c>/system/cluster/heartbeat</c>: sends heartbeats, answers those of others, and does nothing else, on a thread of its own.</summary>
internal sealed class HeartbeatActor : UntypedActor, IWithTimers
{
    private readonly ClusterRuntime _runtime;
    private readonly ClusterSettings _settings;
    private readonly HeartbeatWatch _watch;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public HeartbeatActor(Cluster cluster)
    {
        _runtime = cluster.Runtime;
        _settings = cluster.Settings;
        _watch = new HeartbeatWatch(
            _runtime.Self, _settings.MonitoredByNrOfMembers, _settings.HeartbeatExpectedResponseAfter, cluster.FailureDetector, Send);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        var first = _settings.PeriodicTasksInitialDelay < _settings.HeartbeatInterval ? _settings.PeriodicTasksInitialDelay : _settings.HeartbeatInterval;
        Timers.StartPeriodicTimer(nameof(HeartbeatTick), HeartbeatTick.Instance, first, _settings.HeartbeatInterval);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterProtocol.Heartbeat heartbeat:
                Note("Answering a heartbeat of {0}", heartbeat.From);
                Sender.Tell(new ClusterProtocol.HeartbeatRsp(_runtime.Self, heartbeat.SequenceNr), Self);
                break;
            case ClusterProtocol.HeartbeatRsp response:
                Note("Heartbeat answered by {0}", response.From);
                _watch.Answered(response.From);
                break;
            case HeartbeatTick:
                _watch.Tick(Context.System.Scheduler.MonotonicClock);
                break;
            case MembershipState view:
                _watch.Observe(view);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Send(Address to, ClusterProtocol message) =>
        _runtime.Remoting.ResolveActorRef(ClusterPaths.HeartbeatAt(to)).Tell(message, Self);

    private void Note(string format, object who)
    {
        if (_settings.VerboseHeartbeatLogging)
            _log.Debug(format, who);
    }
}
