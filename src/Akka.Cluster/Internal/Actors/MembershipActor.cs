using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Internal;

/// <summary><c>/system/cluster/core</c>: gives the membership core its messages and ticks, and does what it asks for.</summary>
internal sealed class MembershipActor : UntypedActor, IWithTimers
{
    private readonly Cluster _cluster;
    private readonly ClusterRuntime _runtime;
    private readonly IActorRef _publisher;
    private readonly IActorRef _heartbeat;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Random _random;
    private MembershipNode _node;

    public MembershipActor(Cluster cluster, IActorRef publisher, IActorRef heartbeat)
    {
        _cluster = cluster;
        _runtime = cluster.Runtime;
        _publisher = publisher;
        _heartbeat = heartbeat;
        _random = _runtime.NewRandom();
        _node = MembershipNode.Create(_runtime.Self, cluster.SelfRoles, cluster.Settings.AppVersion, MembershipSettingsReader.Read(cluster));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        var settings = _cluster.Settings;
        var first = settings.PeriodicTasksInitialDelay;
        Start(new MembershipInput.GossipTick(), first, settings.GossipInterval);
        Start(new MembershipInput.LeaderActionsTick(), first, settings.LeaderActionsInterval);
        Start(ReapTick.Instance, first, settings.UnreachableNodesReaperInterval);
        // Often, for a seed node that has just come up is to be found soon.
        var retry = TimeSpan.FromSeconds(Math.Min(1, settings.SeedNodeTimeout.TotalSeconds));
        Start(new MembershipInput.JoinTick(), retry, retry);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterProtocol protocol:
                if (_cluster.Settings.VerboseGossipReceivedLogging && protocol is ClusterProtocol.GossipEnvelope)
                    _log.Debug("Received {0}", protocol);
                Do(new MembershipInput.Received(Sender.Path.Address, protocol));
                break;
            case MembershipInput input:
                Do(input);
                break;
            case ReapTick:
                Do(new MembershipInput.ReapUnreachable(Unavailable()));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Do(MembershipInput input)
    {
        var before = _node.View;
        (_node, var effects) = MembershipCore.Step(_node, input, Context.System.Scheduler.MonotonicClock, _random);
        foreach (var passed in effects.OfType<MembershipEffect.Passed>())
            _publisher.Tell(new PublisherCommand.Publish(passed.View));
        if (!ReferenceEquals(before, _node.View))
        {
            _runtime.Latest = _node.View;
            _publisher.Tell(new PublisherCommand.Publish(_node.View));
            _heartbeat.Tell(_node.View);
        }
        foreach (var effect in effects)
            Perform(effect);
    }

    private void Perform(MembershipEffect effect)
    {
        switch (effect)
        {
            case MembershipEffect.Send send:
                _runtime.Remoting.ResolveActorRef(ClusterPaths.CoreAt(send.To)).Tell(send.Message, Self);
                break;
            case MembershipEffect.Log log:
                Log(log);
                break;
            case MembershipEffect.JoinFailed failed:
                _log.Error("Cluster node [{0}] gives up joining: {1}", _runtime.Self.Address, failed.Reason);
                ShutDown(CoordinatedShutdown.ClusterJoinUnsuccessfulReason.Instance);
                Context.Stop(Context.Parent);
                break;
            case MembershipEffect.SelfExiting:
                _runtime.NoteExiting();
                ShutDown(CoordinatedShutdown.ClusterLeavingReason.Instance);
                break;
            case MembershipEffect.SelfRemoved removed:
                if (removed.LastStatus == MemberStatus.Down && _cluster.Settings.RunCoordinatedShutdownWhenDown)
                    ShutDown(CoordinatedShutdown.ClusterDowningReason.Instance);
                Context.Stop(Context.Parent);
                break;
        }
    }

    private void Log(MembershipEffect.Log log)
    {
        if (log.Level > LogLevel.InfoLevel || _cluster.Settings.LogInfo)
            _log.Log(log.Level, null, "Cluster node [{0}]: {1}", _runtime.Self.Address, log.Text);
    }

    private void ShutDown(CoordinatedShutdown.Reason reason) => _ = CoordinatedShutdown.Get(Context.System).Run(reason);

    private ImmutableHashSet<Address> Unavailable() =>
        [.. _node.Gossip.Members.Select(m => m.Address).Where(a => a != _runtime.Self.Address && !_cluster.FailureDetector.IsAvailable(a))];

    private void Start(object tick, TimeSpan first, TimeSpan interval) => Timers.StartPeriodicTimer(tick.GetType(), tick, first, interval);
}
