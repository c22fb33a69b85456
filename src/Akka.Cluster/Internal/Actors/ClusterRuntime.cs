using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;
using Akka.Remote;
using Akka.Remote.Internal.FailureDetectors;

namespace Akka.Cluster.Internal;

/// <summary>What is behind <see cref="Cluster"/>: its actors, the view they leave here for other threads, and the ends of joining and leaving.</summary>
internal sealed class ClusterRuntime
{
    private readonly Cluster _cluster;
    private readonly ActorSystemImpl _system;

    // Awaited by the shutdown's tasks alone, which go on on their own dispatcher.
    private readonly TaskCompletionSource _exiting = new();
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guards itself and whether the callbacks have run: who comes later runs at once.
    private readonly List<Action> _onRemoved = [];
    private bool _hasEnded;
    private IActorRef _supervisor = ActorRefs.Nobody;
    private volatile MembershipState _latest;
    private volatile MembershipState _view;
    private volatile ClusterEvent.CurrentClusterState _state = new();

    public ClusterRuntime(Cluster cluster, ActorSystemImpl system)
    {
        _cluster = cluster;
        _system = system;
        Remoting = ClusterActorRefProvider.Of(system);
        Self = new UniqueAddress(Remoting.DefaultAddress, AddressUidExtension.Uid(system));
        Outside = new Member(Self, Member.NeverUp, MemberStatus.Removed, cluster.Settings.Roles, cluster.Settings.AppVersion);
        _view = _latest = new MembershipState(Gossip.Empty, Self);
        FailureDetector = new DefaultFailureDetectorRegistry<Address>(() => FailureDetectorLoader.Load(
            cluster.Settings.FailureDetectorImplementationClass, cluster.Settings.FailureDetectorConfig, system));
    }

    public RemoteActorRefProvider Remoting { get; }

    public UniqueAddress Self { get; }

    /// <summary>This node while it is no member.</summary>
    public Member Outside { get; }

    public DefaultFailureDetectorRegistry<Address> FailureDetector { get; }

    /// <summary>What the core knows.</summary>
    public MembershipState Latest { get => _latest; set => _latest = value; }

    /// <summary>What the subscribers have been told, or are just being told.</summary>
    public MembershipState View => _view;

    public ClusterEvent.CurrentClusterState State => _state;

    /// <summary>Completes when the cluster lets this node go.</summary>
    public Task Exiting => _exiting.Task;

    /// <summary>Completes when the cluster's actors have stopped.</summary>
    public Task Terminated => _terminated.Task;

    public bool IsTerminated => _terminated.Task.IsCompleted;

    public void Start()
    {
        ShutdownTasks.Register(_cluster, this);
        var dispatcher = _cluster.Settings.UseDispatcher;
        _supervisor = _system.SystemActorOf(
            Props.Create(() => new ClusterSupervisor(_cluster)).WithDispatcher(dispatcher).WithDeploy(Deploy.Local), ClusterPaths.Supervisor);
        if (_cluster.Settings.SeedNodes.IsEmpty)
            _system.Log.Info("Cluster node [{0}] has no akka.cluster.seed-nodes: it waits for Cluster.Join", Self.Address);
        else
            Tell(new MembershipInput.JoinSeedNodes([.. _cluster.Settings.SeedNodes]));
    }

    public Random NewRandom() => _system.NewRandom();

    public void Tell(object message) => _supervisor.Tell(message, ActorRefs.NoSender);

    public void OnUp(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Tell(new SupervisorCommand.ListenForUp(callback));
    }

    public void OnRemoved(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        lock (_onRemoved)
        {
            if (!_hasEnded)
            {
                _onRemoved.Add(callback);
                return;
            }
        }
        callback();
    }

    public async Task JoinAsync(Action join, string failure, CancellationToken token)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnUp(() => completion.TrySetResult());
        OnRemoved(() => completion.TrySetException(new ClusterJoinFailedException(failure)));
        join();
        await completion.Task.WaitAsync(token).ConfigureAwait(false);
    }

    public Task LeaveAsync(CancellationToken token)
    {
        // A node that is no member has nobody to wait for.
        if (_latest.IsMember)
            Tell(new MembershipInput.Leave(Self.Address));
        else if (!IsTerminated)
            Stop();
        return Terminated.WaitAsync(token);
    }

    /// <summary>Before events are sent, so that a subscriber who looks here sees at least what the event tells.</summary>
    public void Publish(MembershipState view)
    {
        _view = view;
        _state = MembershipDiff.Snapshot(view);
    }

    public void NoteExiting() => _exiting.TrySetResult();

    public void NoteTerminated()
    {
        Action[] callbacks;
        lock (_onRemoved)
        {
            _hasEnded = true;
            callbacks = [.. _onRemoved];
        }
        foreach (var callback in callbacks)
            UserCallback.Run(callback, _system.Log, "removed");
        _exiting.TrySetResult();
        _terminated.TrySetResult();
    }

    public void Stop() => _system.Stop(_supervisor);
}
