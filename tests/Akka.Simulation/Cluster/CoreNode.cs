using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Internal;
using Akka.Util;

namespace Akka.Simulation.Cluster;

/// <summary>One node of a <see cref="CoreCluster"/>: the pure cores and the timers that an actor would give them.</summary>
internal sealed class CoreNode
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CoreCluster _cluster;
    private readonly DeadlineDetector _detector;
    private readonly HeartbeatWatch _heartbeats;
    private readonly List<(string From, ClusterProtocol Message)> _whilePaused = [];
    private MembershipNode _node;
    private ResolverState _resolver;

    public CoreNode(CoreCluster cluster, string name, int uid, CoreClusterSettings settings, ImmutableHashSet<string> roles)
    {
        _cluster = cluster;
        Name = name;
        Self = new UniqueAddress(CoreCluster.AddressOf(name), uid);
        _node = MembershipNode.Create(Self, roles, AppVersion.Zero, settings.Membership);
        _resolver = new ResolverState(settings.Downing, settings.StableAfter, settings.DownAllWhenUnstable);
        _detector = new DeadlineDetector(settings.HeartbeatPause, () => cluster.Time.Now);
        _heartbeats = new HeartbeatWatch(Self, settings.MonitoredBy, Second, _detector, (to, message) => cluster.Send(this, to, message));
        StartTimers();
    }

    public string Name { get; }

    public UniqueAddress Self { get; }

    public bool IsRunning { get; private set; } = true;

    public bool IsPaused { get; private set; }

    public MembershipNode State => _node;

    public MembershipState View => _node.View;

    public List<string> Warnings { get; } = [];

    public bool IsUp => IsRunning && View.SelfMember?.Status == MemberStatus.Up;

    public void Do(MembershipInput input)
    {
        if (!IsRunning || IsPaused)
            return;
        var before = _node.View;
        (_node, var effects) = MembershipCore.Step(_node, input, _cluster.Time.Now, _cluster.Random);
        foreach (var effect in effects)
            Perform(effect);
        if (ReferenceEquals(before, _node.View))
            return;
        _cluster.Note($"{Self} sees {_node.View.Gossip}");
        _heartbeats.Observe(_node.View);
        _resolver = ResolverCore.Observe(_resolver, _node.View, _cluster.Time.Now);
        if (_resolver.Question is not null)
            _cluster.Time.After(TimeSpan.Zero, Resolve);
    }

    public void Receive(string from, ClusterProtocol message)
    {
        if (!IsRunning)
            return;
        if (IsPaused)
        {
            _whilePaused.Add((from, message));
            return;
        }
        switch (message)
        {
            case ClusterProtocol.Heartbeat heartbeat:
                _cluster.Send(this, heartbeat.From, new ClusterProtocol.HeartbeatRsp(Self, heartbeat.SequenceNr));
                break;
            case ClusterProtocol.HeartbeatRsp response:
                _heartbeats.Answered(response.From);
                break;
            default:
                Do(new MembershipInput.Received(CoreCluster.AddressOf(from), message));
                break;
        }
    }

    /// <summary>The process ends without a word.</summary>
    public void Crash() => IsRunning = false;

    /// <summary>The process stands still, as by SIGSTOP; what arrives waits.</summary>
    public void Pause() => IsPaused = true;

    public void Continue()
    {
        IsPaused = false;
        var waiting = _whilePaused.ToArray();
        _whilePaused.Clear();
        foreach (var (from, message) in waiting)
            Receive(from, message);
    }

    private void StartTimers()
    {
        var first = Second * (0.5 + _cluster.Random.NextDouble());
        Every(first, () => Do(new MembershipInput.GossipTick()));
        Every(first, () => Do(new MembershipInput.JoinTick()));
        Every(first, () => Do(new MembershipInput.LeaderActionsTick()));
        Every(first, () => _heartbeats.Tick(_cluster.Time.Now));
        Every(first, () => Do(new MembershipInput.ReapUnreachable(Unavailable())));
        Every(first, Resolve);
    }

    private void Every(TimeSpan first, Action action) => _cluster.Time.Every(first, Second, () => IsRunning, () =>
    {
        if (!IsPaused)
            action();
    });

    private ImmutableHashSet<Address> Unavailable() =>
        [.. View.Gossip.Members.Select(m => m.Address).Where(a => a != Self.Address && !_detector.IsAvailable(a))];

    private void Resolve()
    {
        if (!IsRunning || IsPaused)
            return;
        (_resolver, var action) = ResolverCore.Tick(_resolver, _cluster.Time.Now);
        switch (action)
        {
            case ResolverAction.Ask:
                Do(new MembershipInput.AskAll());
                break;
            case ResolverAction.MarkDown down:
                _cluster.Note($"{Self} resolves: {down.Reason}");
                foreach (var node in down.Nodes)
                    Do(new MembershipInput.Down(node.Address, node));
                break;
        }
    }

    private void Perform(MembershipEffect effect)
    {
        switch (effect)
        {
            case MembershipEffect.Send send:
                _cluster.Send(this, send.To, send.Message);
                break;
            case MembershipEffect.SelfExiting:
                _cluster.Time.After(TimeSpan.Zero, () => Do(new MembershipInput.ExitingCompleted()));
                break;
            case MembershipEffect.SelfRemoved:
                _cluster.Note($"{Self} stops");
                IsRunning = false;
                break;
            case MembershipEffect.Log { Level: Akka.Event.LogLevel.WarningLevel or Akka.Event.LogLevel.ErrorLevel } log:
                Warnings.Add(log.Text);
                break;
        }
    }
}
