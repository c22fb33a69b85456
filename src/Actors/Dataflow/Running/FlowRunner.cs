using Actors.Dataflow.Graphs;
using Akka.Actor;
using Akka.Event;

namespace Actors.Dataflow.Running;

/// <summary>
/// The actor that runs one module of a flow. Queues and credit are in <see cref="PortBook"/>, the module's life in <see cref="ModuleLife"/>; here is the loop: take an event when there is
/// one and the module may have it, send what came of it, rest.
/// </summary>
internal sealed partial class FlowRunner : UntypedActor, IFlowHost
{
    private readonly FlowTerms _terms;
    private readonly long _run;
    private readonly FlowSynchronization _synchronization;
    private readonly PortBook _ports;
    private readonly EventTrail _trail;
    private readonly ModuleLife _life;
    private readonly Queue<FlowProtocol.Inject> _injections = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _part = Context.Parent;
    private readonly IActorRef _self = Context.Self;
    private FlowActorSpec _spec;
    private long _handled;
    private long _failed;
    private long _rescued;
    private long _dropped;
    private int _running;
    private int _sentInTurn;
    private long _turn;
    private TaskCompletionSource? _idle;
    private bool _isDraining;
    private bool _isClosing;

    public FlowRunner(FlowActorSpec spec, long run, FlowTerms terms)
    {
        (_spec, _run, _terms) = (spec, run, terms);
        _synchronization = new FlowSynchronization(_self);
        _trail = new EventTrail(spec.Name, terms.Trail);
        _ports = new PortBook(terms.MaxEventBytes, item => item.WithError(new FlowError(FlowErrorKind.Loop, Name, [$"the event has gone in a circle {item.Laps} times; the flow's ttl allows no more, or too many others go in it"])));
        _life = new ModuleLife(this, terms);
        Log = new FlowLog(WriteLog);
    }

    /// <summary>A module that sends without end must let credit, stops and questions through.</summary>
    private const int MaxSendsInTurn = 256;

    public string Name => _spec.Name;

    public IReadOnlyList<string> Inboxes => _ports.InboxNames;

    public IReadOnlyList<string> Outboxes => _ports.OutboxNames;

    public TimeProvider Time => _terms.Time;

    public FlowLog Log { get; }

    public FlowActorSpec Spec => _spec;

    /// <param name="spec">What it does.</param>
    /// <param name="run">The number by which its director knows it.</param>
    /// <param name="terms">What all actors of the flow have in common.</param>
    public static Props Props(FlowActorSpec spec, long run, FlowTerms terms) => Akka.Actor.Props.Create(() => new FlowRunner(spec, run, terms));

    public object? Find(Type type) => _terms.Find(type);

    public FlowEvent NewEvent(object? data) => new(EventId.New(_terms.Ids), data) { Created = Time.GetUtcNow() };

    /// <summary>Ends when no event is being handled.</summary>
    public Task WhenIdleAsync() => _running == 0 ? Task.CompletedTask : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    // Once it is known to have ended it does not begin again elsewhere: so not before its events are safe.
    public void SourceEnded() => _ports.WhenConfirmed(() => _part.Tell(new FlowProtocol.SourceEnded(_run), _self));

    protected override void OnReceive(object message)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_synchronization);
        try
        {
            _sentInTurn = 0;
            // Once a turn: the clock would cost more than the event.
            if (_trail.IsKept) _turn = Time.GetTimestamp();
            Take(message);
            Pump();
            CheckFinished();
            _ports.Flush();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    protected override void PostStop() => _life.Abandon();

    private void Take(object message)
    {
        switch (message)
        {
            case FlowProtocol.Deliver delivery:
                _ports.Receive(delivery);
                break;
            case FlowProtocol.Credit credit:
                _ports.Grant(credit);
                break;
            case FlowSynchronization.Resume resume:
                Resume(resume);
                break;
            case FlowProtocol.EdgeClosed closed:
                _ports.InletClosed(closed.Edge);
                break;
            case FlowProtocol.Inject injection:
                _injections.Enqueue(injection);
                break;
            case FlowProtocol.Wire wire:
                Wire(wire);
                break;
            case FlowProtocol.SetLimits limits:
                _ports.SetLimits(limits);
                break;
            case FlowProtocol.ReceiverChanged change:
                _ports.ChangeReceiver(change);
                break;
            case FlowProtocol.SenderChanged change:
                _ports.ChangeSender(change.Edge);
                break;
            case FlowProtocol.EdgeGone gone:
                _ports.EdgeGone(gone.Edge);
                break;
            case FlowProtocol.Begin begin:
                _life.Begin(begin.SourceEnded);
                break;
            case FlowProtocol.Reload reload:
                _spec = reload.Spec;
                _life.Restart(flush: true);
                break;
            case FlowProtocol.Drain:
                _isDraining = true;
                _life.StopSource();
                break;
            case FlowProtocol.FlushHeld:
                Forget(FlushHeldAsync());
                break;
            case FlowProtocol.CloseCircle:
                _ports.CloseCircles();
                break;
            case FlowProtocol.GetReport get:
                Sender.Tell(Report(get.Round), _self);
                break;
            case FlowProtocol.GetTrace trace:
                Sender.Tell(new FlowProtocol.Traced(_run, trace.Round, _trail.Of(trace.Event, _terms.WallTime)), _self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Resume(FlowSynchronization.Resume resume)
    {
        try
        {
            resume.Callback(resume.State);
        }
        catch (Exception failure)
        {
            // What a module awaits ends in its task; only work that it has let go of ends here. The flow goes on, and the failure is told.
            Forget(SendFailureAsync(failure));
        }
    }

    private void Wire(FlowProtocol.Wire wire)
    {
        foreach (var inlet in wire.Inlets) _ports.Add(inlet);
        foreach (var outlet in wire.Outlets) _ports.Add(outlet);
        foreach (var edge in wire.Cut) _ports.CutOutlet(edge);
    }

    private void Pump()
    {
        while (_injections.TryPeek(out var injection) && _ports.InboxOf(injection.Inbox).Count < _spec.Options.Queue)
        {
            _injections.Dequeue();
            _ports.Inject(injection.Item, injection.Inbox);
            injection.Taken.TrySetResult();
        }

        while (_life.HasGivenUp && _ports.TryTake(out var arrival))
        {
            _running++;
            Forget(FinishAsync(ValueTask.FromException(new FlowException(FlowErrorKind.Unavailable, $"{Name} could not be started")), arrival));
        }

        while (_life.Module is { } module && _running < _spec.Options.Concurrency && _ports.TryTake(out var arrival))
            Handle(module, arrival);
    }

    /// <summary>Ends in order: what comes in first, then what goes out. Called after every message.</summary>
    private void CheckFinished()
    {
        if (!_isDraining || !_life.SourceDone) return;
        if (!_spec.Module.Type.Facts.Relays) _ports.Close(EdgeKind.Events);
        if (_isClosing || !_ports.AllInletsClosed || _ports.Waiting > 0 || _running > 0 || _injections.Count > 0) return;
        _isClosing = true;
        Forget(CloseAsync());
    }

    private async ValueTask FlushHeldAsync()
    {
        _running++;
        await _life.FlushAsync();
        _running--;
    }

    private async ValueTask CloseAsync()
    {
        await _life.EndAsync();
        _ports.Close(null);
        _part.Tell(new FlowProtocol.Finished(_run), _self);
    }

    private FlowProtocol.Report Report(long round) => new(_run, round, Statistics(), _life.SourceDone, _running == 0 && _ports.Waiting == 0 && _ports.IsFlushed, _ports.Sent, _ports.Received);

    private FlowActorStatistics Statistics() => new(
        Name,
        _life.State,
        [.. _ports.Inboxes.Select(inbox => new InboxStatistics(inbox.Name, inbox.In, inbox.Out, inbox.Count))],
        [.. _ports.Outlets.Select(outlet => new OutboxStatistics(outlet.Spec.Outbox, outlet.Spec.Edge, outlet.Sent, outlet.Waiting, outlet.Credit) { Lost = outlet.Lost })])
    {
        Running = _running,
        Handled = _handled,
        Failed = _failed,
        Rescued = _rescued,
        Dropped = _dropped + _ports.Dropped,
        DroppedLogs = _ports.DroppedLogs,
        Restarts = _life.Restarts,
        Failure = _life.Failure,
    };

    /// <summary>Lets work go on by itself. It handles its own failures; what gets out all the same is written to the log.</summary>
    internal void Forget(ValueTask work)
    {
        if (!work.IsCompletedSuccessfully) _ = WatchAsync(work.AsTask());
    }

    private async Task WatchAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception failure)
        {
            // There is nobody else to tell.
            _log.Error(failure, "flow actor {0}", Name);
        }
    }

    private void Step(FlowEvent item, string what, string port)
    {
        if (_trail.IsKept) _trail.Add(item.Id, _turn, what, port);
    }
}
