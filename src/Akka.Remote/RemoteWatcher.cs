#nullable disable annotations
using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote.Internal;

namespace Akka.Remote;

/// <summary>
/// Watches actors of other nodes on behalf of all watchers of this one. Each watched actor is watched once over the
/// wire; each node with watched actors gets heartbeats, and when it falls silent all its actors count as terminated.
/// </summary>
public partial class RemoteWatcher : UntypedActor, IRequiresMessageQueue<IUnboundedMessageQueueSemantics>
{
    protected readonly ILoggingAdapter Log = Context.GetLogger();

    /// <summary>Watched actor to its watchers here.</summary>
    protected readonly Dictionary<IInternalActorRef, HashSet<IInternalActorRef>> Watching = [];

    /// <summary>Node to its watched actors.</summary>
    protected readonly Dictionary<Address, HashSet<IInternalActorRef>> WatcheeByNodes = [];

    private readonly IFailureDetectorRegistry<Address> _failureDetector;
    private readonly TimeSpan _heartbeatInterval;
    private readonly TimeSpan _reaperInterval;
    private readonly TimeSpan _expectedResponseAfter;
    private readonly Dictionary<Address, int> _uids = [];
    private readonly Dictionary<Address, IActorRef> _watchers = [];
    private readonly HeartbeatRsp _answer;
    private readonly List<ICancelable> _timers = [];

    public RemoteWatcher(IFailureDetectorRegistry<Address> failureDetector, TimeSpan heartbeatInterval, TimeSpan unreachableReaperInterval,
        TimeSpan heartbeatExpectedResponseAfter)
    {
        _failureDetector = failureDetector;
        _heartbeatInterval = heartbeatInterval;
        _reaperInterval = unreachableReaperInterval;
        _expectedResponseAfter = heartbeatExpectedResponseAfter;
        _answer = new HeartbeatRsp(AddressUidExtension.Uid(Context.System));
    }

    protected ICollection<Address> WatchingNodes => WatcheeByNodes.Keys;

    /// <summary>Nodes that have fallen silent; forgotten with the last watch of their actors.</summary>
    protected HashSet<Address> Unreachable { get; } = [];

    public static Props Props(IFailureDetectorRegistry<Address> failureDetector, TimeSpan heartbeatInterval, TimeSpan unreachableReaperInterval,
        TimeSpan heartbeatExpectedResponseAfter) =>
        Actor.Props.Create(() => new RemoteWatcher(failureDetector, heartbeatInterval, unreachableReaperInterval, heartbeatExpectedResponseAfter))
            .WithDeploy(Deploy.Local);

    protected override void PreStart()
    {
        var scheduler = Context.System.Scheduler;
        _timers.Add(scheduler.ScheduleTellRepeatedlyCancelable(_heartbeatInterval, _heartbeatInterval, Self, HeartbeatTick.Instance, Self));
        _timers.Add(scheduler.ScheduleTellRepeatedlyCancelable(_reaperInterval, _reaperInterval, Self, ReapUnreachableTick.Instance, Self));
    }

    protected override void PostStop()
    {
        foreach (var timer in _timers) timer.Cancel();
        base.PostStop();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeartbeatTick:
                SendHeartbeats();
                break;
            case Heartbeat:
                Sender.Tell(_answer);
                break;
            case HeartbeatRsp answer:
                OnHeartbeat(Sender.Path.Address, answer.AddressUid);
                break;
            case ReapUnreachableTick:
                ReapUnreachable();
                break;
            case ExpectedFirstHeartbeat expected:
                OnFirstHeartbeatDue(expected.From);
                break;
            case WatchRemote watch:
                AddWatching(watch.Watchee, watch.Watcher);
                break;
            case UnwatchRemote unwatch:
                RemoveWatch(unwatch.Watchee, unwatch.Watcher);
                break;
            case Terminated terminated:
                OnTerminated((IInternalActorRef)terminated.ActorRef, terminated);
                break;
            case Stats:
                Sender.Tell(CurrentStats());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected void AddWatching(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (!Watching.TryGetValue(watchee, out var watchers)) Watching[watchee] = watchers = [];
        watchers.Add(watcher);
        WatchNode(watchee);
        // One watch over the wire, however many watchers.
        Context.Watch(watchee);
    }

    /// <summary>Begins to send heartbeats to the watched actor's node. Overridden where something else knows better which nodes live.</summary>
    protected virtual void WatchNode(IInternalActorRef watchee)
    {
        var node = watchee.Path.Address;
        if (!WatcheeByNodes.TryGetValue(node, out var watchees)) WatcheeByNodes[node] = watchees = [];
        watchees.Add(watchee);
    }

    protected void RemoveWatch(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (!Watching.TryGetValue(watchee, out var watchers) || !watchers.Remove(watcher) || watchers.Count > 0) return;
        RemoveWatchee(watchee);
        Context.Unwatch(watchee);
    }

    /// <summary>Nobody here watches the actor any more, or it is gone.</summary>
    protected void RemoveWatchee(IInternalActorRef watchee)
    {
        Watching.Remove(watchee);
        var node = watchee.Path.Address;
        if (!WatcheeByNodes.TryGetValue(node, out var watchees)) return;
        watchees.Remove(watchee);
        if (watchees.Count == 0) UnwatchNode(node);
    }

    /// <summary>No actor of the node is watched any more.</summary>
    protected void UnwatchNode(Address watcheeAddress)
    {
        WatcheeByNodes.Remove(watcheeAddress);
        _uids.Remove(watcheeAddress);
        _watchers.Remove(watcheeAddress);
        // A node that was given up and is watched again gets a new chance; and peers that come and go have ever new addresses.
        Unreachable.Remove(watcheeAddress);
        _failureDetector.Remove(watcheeAddress);
    }

    /// <summary>Tells all cells with ties to the node that its actors are gone.</summary>
    protected virtual void PublishAddressTerminated(Address address) =>
        AddressTerminatedTopic.Get(Context.System).Publish(new AddressTerminated(address));

    protected virtual void Quarantine(Address address, int? addressUid) =>
        RemoteSystem.Of(Context.System).Quarantine(address, addressUid, "It stopped answering the heartbeats of remote death watch.");

    private void SendHeartbeats()
    {
        foreach (var node in WatchingNodes)
        {
            if (Unreachable.Contains(node)) continue;
            WatcherAt(node).Tell(Heartbeat.Instance);
            if (!_failureDetector.IsMonitoring(node))
                Context.System.Scheduler.ScheduleTellOnce(_expectedResponseAfter, Self, new ExpectedFirstHeartbeat(node), Self);
        }
    }

    // A ref and not a selection: heartbeats go by the control connection.
    private IActorRef WatcherAt(Address node)
    {
        if (!_watchers.TryGetValue(node, out var watcher))
            _watchers[node] = watcher = RemoteSystem.Of(Context.System).ResolveActorRef(new RootActorPath(node) / Self.Path.Elements);
        return watcher;
    }

    private void OnHeartbeat(Address node, int uid)
    {
        if (!WatcheeByNodes.TryGetValue(node, out var watchees) || Unreachable.Contains(node)) return;
        var isOther = !_uids.TryGetValue(node, out var known) || known != uid;
        _uids[node] = uid;
        // The first answer, or that of a new incarnation, which knows nothing of the watches: it answers for the actors it does not have.
        if (isOther)
        {
            foreach (var watchee in watchees) watchee.SendSystemMessage(new Watch(watchee, (IInternalActorRef)Self));
        }
        _failureDetector.Heartbeat(node);
    }

    private void OnFirstHeartbeatDue(Address node)
    {
        if (!WatcheeByNodes.ContainsKey(node) || _failureDetector.IsMonitoring(node)) return;
        Log.Debug("Node [{0}] has not answered the first heartbeat yet: its silence counts from now on", node);
        _failureDetector.Heartbeat(node);
    }

    private void ReapUnreachable()
    {
        foreach (var node in WatchingNodes.ToArray())
        {
            if (Unreachable.Contains(node) || _failureDetector.IsAvailable(node)) continue;
            Log.Warning("Node [{0}] has stopped answering: the actors there that are watched from here count as terminated", node);
            int? uid = _uids.TryGetValue(node, out var known) ? known : null;
            Quarantine(node, uid);
            PublishAddressTerminated(node);
            Unreachable.Add(node);
        }
    }

    private void OnTerminated(IInternalActorRef watchee, Terminated terminated)
    {
        if (Watching.TryGetValue(watchee, out var watchers))
        {
            // When the node is gone, the watchers' own cells hear of it by its address.
            if (!terminated.AddressTerminated)
            {
                foreach (var watcher in watchers)
                    watcher.SendSystemMessage(new DeathWatchNotification(watchee, terminated.ExistenceConfirmed, addressTerminated: false));
            }
        }
        RemoveWatchee(watchee);
    }

    private Stats CurrentStats()
    {
        var pairs = Watching.SelectMany(entry => entry.Value.Select(watcher => ((IActorRef)entry.Key, (IActorRef)watcher)));
        return new Stats(Watching.Values.Sum(watchers => watchers.Count), WatchingNodes.Count, [.. pairs], [.. WatchingNodes]);
    }
}
