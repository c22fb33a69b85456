using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace Akka.Cluster.Internal;

/// <summary>The actor of the split-brain resolver.</summary>
internal sealed class ResolverActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly Cluster _cluster;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ResolverState _state;

    public ResolverActor(DowningSettings settings, Cluster cluster)
    {
        _cluster = cluster;
        _state = new ResolverState(settings.Strategy, settings.StableAfter, settings.DownAllWhenUnstable);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(DowningSettings settings, Cluster cluster) => Actor.Props.Create(() => new ResolverActor(settings, cluster));

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.MembershipChanged));
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
        // A tenth of a short stable-after, so that it is not overrun by much.
        var tick = _state.StableAfter / 10;
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, tick < LongestTick ? tick : LongestTick);
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.MembershipChanged changed:
                _state = ResolverCore.Observe(_state, changed.State, Now);
                if (_state.Question is not null)
                    Resolve();
                break;
            case Tick:
                Resolve();
                break;
            case ThisActorSystemQuarantinedEvent quarantined:
                Perform(ResolverCore.Quarantined(_state, quarantined.RemoteAddress));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Resolve()
    {
        (_state, var action) = ResolverCore.Tick(_state, Now);
        Perform(action);
    }

    private void Perform(ResolverAction? action)
    {
        switch (action)
        {
            case ResolverAction.Ask:
                _cluster.Runtime.Tell(new MembershipInput.AskAll());
                break;
            case ResolverAction.MarkDown down:
                _log.Warning("Split-brain resolver of [{0}] marks [{1}] as down: {2}", _cluster.SelfAddress, string.Join(", ", down.Nodes), down.Reason);
                foreach (var node in down.Nodes)
                    _cluster.Runtime.Tell(new MembershipInput.Down(node.Address, node));
                break;
        }
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
