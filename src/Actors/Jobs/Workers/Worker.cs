using Actors.Dispatch;
using Actors.Jobs.Brokers;
using Actors.Jobs.Processes;
using Akka.Actor;
using Akka.Event;
using Google.Protobuf;

namespace Actors.Jobs.Workers;

/// <summary>
/// The thin actor around <see cref="WorkerTable"/> on every node with the role worker: talks with the active broker, starts, freezes and ends runs,
/// keeps time.
/// </summary>
internal sealed class Worker : UntypedActor
{
    public const string ActorName = "worker";

    private readonly PlannedTick _tick = new();
    private readonly RunPipeline _pipeline;
    private readonly WorkerTable _table;
    private readonly TimeSpan _drainPatience;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<RunKey, BoxOrder> _orders = [];
    private ActorSelection? _broker;
    private IActorRef? _drainAsker;
    private WorkerIdentity _identity;
    private ICancelable? _reminder;

    public Worker(WorkerIdentity identity, JobsSettings settings, RunPipeline pipeline)
    {
        _identity = identity;
        _pipeline = pipeline;
        _drainPatience = settings.DrainTimeout;
        _table = new WorkerTable(settings.Slots, settings.Worker);
    }

    public static Props Props(WorkerIdentity identity, JobsSettings settings, RunPipeline pipeline) =>
        Akka.Actor.Props.Create(() => new Worker(identity, settings, pipeline));

    protected override void PreStart() => Context.ActorOf(BrokerWatch.Props(), "watch");

    // The runs of the instance before are gone; a new incarnation tells the broker so at once, instead of by their leases.
    protected override void PostRestart(Exception reason)
    {
        _identity = _identity.AfterRestart(Context.System.Scheduler.Now);
        base.PostRestart(reason);
    }

    protected override void PostStop()
    {
        _reminder?.Cancel();
        // The boxes end with their orders; nobody reads their outcome any more.
        foreach (var order in _orders.Values)
            order.Kill("the worker has stopped");
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BrokerPlace place:
                _broker = place.Active is { } active ? Context.ActorSelection(BrokerProxy.PathAt(active)) : null;
                Step(new BrokerChanged(_broker is not null));
                break;
            case TickDue tick:
                if (_tick.Take(tick.Due))
                    Step(new TimePassed());
                break;
            case RunEnded ended:
                _orders.Remove(ended.Run);
                Step(ended);
                break;
            case Drain:
                _drainAsker = Sender;
                Step(new DrainBegun(_drainPatience));
                break;
            case BrokerInactive:
                break; // membership will tell us who is
            case IMessage fromBroker when WorkerWire.InputOf(fromBroker, _identity) is { } input:
                Step(input);
                break;
            case IMessage:
                break; // to an incarnation before this one
            default:
                Unhandled(message);
                break;
        }
    }

    private void Step(WorkerInput input)
    {
        foreach (var action in _table.Step(input, Context.System.Scheduler.MonotonicClock))
            CarryOut(action);
        PlanTick();
    }

    private void CarryOut(WorkerAction action)
    {
        switch (action)
        {
            case StartRun start:
                Start(start.Run);
                break;
            case KillRun kill when _orders.TryGetValue(kill.Run, out var order):
                _log.Info("Stopping job {0}: {1}", kill.Run.Job, kill.Reason);
                order.Kill(kill.Reason);
                break;
            case SuspendRun suspend when _orders.TryGetValue(suspend.Run, out var order):
                _log.Warning("No broker has renewed the lease of job {0}: it is frozen", suspend.Run.Job);
                order.Suspend();
                break;
            case ContinueRun go when _orders.TryGetValue(go.Run, out var order):
                _log.Info("Job {0} goes on", go.Run.Job);
                order.Continue();
                break;
            case DrainCompleted:
                _drainAsker?.Tell(Drained.Instance);
                _drainAsker = null;
                break;
            case SendReport report:
                TakeProgress(report);
                Send(report);
                break;
            default:
                Send(action);
                break;
        }
    }

    private void Start(WorkerRun run)
    {
        var order = new BoxOrder();
        _orders.Add(run.Key, order);
        var key = run.Key;
        _pipeline.RunAsync(run.Job, order).PipeTo(
            Self, Self, outcome => new RunEnded(key, outcome), failure => new RunEnded(key, new RunOutcome { Verdict = JobVerdict.Sandbox, Reason = failure.Message }));
    }

    private void TakeProgress(SendReport report)
    {
        foreach (var run in report.Held)
        {
            if (_orders.TryGetValue(run.Key, out var order))
                (run.Progress, run.ProgressText) = order.Progress;
        }
    }

    private void Send(WorkerAction action)
    {
        if (WorkerWire.MessageOf(action, _identity, _table.LastBallot) is { } message)
            _broker?.Tell(message, Self);
    }

    private void PlanTick()
    {
        var due = _table.NextDue();
        if (due == TimeSpan.MaxValue || !_tick.Plan(due))
            return;
        _reminder?.Cancel();
        var delay = due - Context.System.Scheduler.MonotonicClock;
        _reminder = Context.System.Scheduler.ScheduleTellOnceCancelable(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Self, new TickDue(due), ActorRefs.NoSender);
    }

    private sealed record TickDue(TimeSpan Due);

    /// <summary>Take nothing new, let what runs end, give back the rest; answered by <see cref="Drained"/>.</summary>
    public sealed class Drain
    {
        public static readonly Drain Instance = new();
    }

    public sealed class Drained
    {
        public static readonly Drained Instance = new();
    }
}

/// <summary>Who a worker is to its broker.</summary>
/// <param name="Id">The node's lasting id.</param>
/// <param name="Incarnation">Grows with every start of the worker.</param>
/// <param name="Labels">What it offers: its runtimes and its node's roles.</param>
internal sealed record WorkerIdentity(string Id, long Incarnation, IReadOnlyList<string> Labels)
{
    /// <summary>The same worker when its actor has lost its state.</summary>
    public WorkerIdentity AfterRestart(DateTimeOffset now) => this with { Incarnation = Math.Max(Incarnation + 1, now.ToUnixTimeMilliseconds()) };
}
