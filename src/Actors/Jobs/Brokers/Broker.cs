using Actors.Dispatch;
using Actors.Jobs.Table;
using Actors.Storage;
using Akka.Actor;
using Akka.Event;

namespace Actors.Jobs.Brokers;

/// <summary>
/// The thin actor around <see cref="JobTable"/> on every node with the role broker: appends events, lets out effects once they are durable, keeps time.
/// One of them is active; the others wait for their turn and say so to whoever asks them.
/// </summary>
internal sealed class Broker : UntypedActor
{
    private readonly JobTableSettings _settings;
    private readonly IJobJournal _journal;
    private readonly IObjectStore _store;
    private readonly PlannedTick _tick = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Askers _askers = new();
    private readonly Dictionary<string, IActorRef> _workers = [];
    private readonly Address _self = Akka.Cluster.Cluster.Get(Context.System).SelfAddress;
    private readonly PriorityQueue<JobEffect, (long After, long Order)> _effects = new();
    private List<JobEvent> _unwritten = [];
    private BrokerPlace _place = BrokerPlace.Nowhere;
    private StoreErrands? _errands;
    private JobTable? _table;
    private Ballot _ballot = Ballot.None;
    private bool _isTakingOver;
    private int _writing;
    private long _durable;
    private long _order;
    private ICancelable? _reminder;

    public Broker(JobTableSettings settings, IJobJournal journal, IObjectStore store)
    {
        _settings = settings with { LedgerIsVolatile = journal.IsVolatile };
        _journal = journal;
        _store = store;
    }

    private bool IsActive => _table is not null;

    private static Moment Now => new(Context.System.Scheduler.MonotonicClock, Context.System.Scheduler.Now);

    public static Props Props(JobTableSettings settings, IJobJournal journal, IObjectStore store) =>
        Akka.Actor.Props.Create(() => new Broker(settings, journal, store));

    protected override void PreStart() => Context.ActorOf(BrokerWatch.Props(), "watch");

    protected override void PostStop()
    {
        _reminder?.Cancel();
        _errands?.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BrokerPlace place:
                Move(place);
                break;
            case JobHistory history:
                Begin(history);
                break;
            case Appended appended when appended.Ballot == _ballot:
                AfterAppend(appended.Count);
                break;
            case Status.Failure failure:
                // The supervisor starts us anew, and then we take over from the journal, or find that another has.
                throw new InvalidOperationException("The journal failed.", failure.Cause);
            case TickDue tick:
                if (_tick.Take(tick.Due))
                    Step(new Tick());
                break;
            case ErrandEnded ended when ended.Owner == _errands:
                Step(_errands.Take(ended));
                break;
            case ErrandDue due when due.Owner == _errands:
                _errands.Begin(due.Errand);
                break;
            case WaitOver over:
                if (_askers.StopWaiting(over.Job, over.Asker))
                    Show(over.Job, over.Asker);
                LetOut();
                break;
            case Appended or ErrandEnded or ErrandDue:
                break; // of a predecessor
            default:
                Serve(message);
                LetOut();
                break;
        }
    }

    private void Move(BrokerPlace place)
    {
        _place = place;
        var isOurs = place.Active == _self;
        if (isOurs && !IsActive && !_isTakingOver)
        {
            _isTakingOver = true;
            _journal.TakeOverAsync().PipeTo(Self);
        }
        else if (!isOurs && IsActive)
        {
            Retire();
        }
    }

    private void Begin(JobHistory history)
    {
        _isTakingOver = false;
        if (_place.Active != _self)
            return;
        _log.Info("Broker active under ballot {0} with {1} events in its journal", history.Ballot, history.Events.Count);
        _ballot = history.Ballot;
        _table = new JobTable(_settings, history.Ballot, history.Events);
        _errands = new StoreErrands(_store, Self, Context.System.Scheduler, _log);
        _durable = _table.Ledger.EventCount;
        Step(new TakeOver(_place.HadOther));
    }

    private void Retire()
    {
        _log.Info("Broker retires; {0} is the active one", (object?)_place.Active ?? "nobody");
        _table = null;
        _errands?.Dispose();
        _errands = null;
        _effects.Clear();
        _unwritten = [];
        _writing = 0;
        foreach (var asker in _askers.TakeAll())
            asker.Refuse(ErrorCodes.Unavailable, "the broker has moved; ask again");
    }

    private void Serve(object message)
    {
        if (!IsActive)
        {
            Decline(message);
            return;
        }

        switch (message)
        {
            case SubmitJob submit:
                Submit(submit);
                break;
            case CancelJob cancel when TryId(cancel.JobId, cancel.RequestId, out var id):
                Step(new Cancel(_askers.Ask(Sender, cancel.RequestId), id, cancel.Reason));
                break;
            case GetJob get when TryId(get.JobId, get.RequestId, out var id):
                Get(get, id);
                break;
            case ListJobs list:
                Reply(Sender, BrokerAnswers.List(_table!, list));
                break;
            case GetJobLog get when TryId(get.JobId, get.RequestId, out var id):
                AnswerAbout(get.RequestId, id, job => BrokerAnswers.Log(job, get.RequestId));
                break;
            case ExplainJob explain when TryId(explain.JobId, explain.RequestId, out var id):
                AnswerAbout(explain.RequestId, id, job => BrokerAnswers.Explain(_table!, job, explain.RequestId));
                break;
            case RegisterWorker or WorkerReport or ResumeJob or JobFinished or ReturnJob:
                FromWorker(message);
                break;
            case CancelJob or GetJob or GetJobLog or ExplainJob:
                break; // refused above
            default:
                Unhandled(message);
                break;
        }
    }

    // Never passed on: two brokers whose views of the membership differ for a moment would pass it to and fro. Finding the active one is the proxies' work.
    private void Decline(object message)
    {
        switch (message)
        {
            case RegisterWorker or WorkerReport or ResumeJob or JobFinished or ReturnJob:
                Sender.Tell(new BrokerInactive { Active = _place.Active?.ToString() ?? "" });
                break;
            case SubmitJob or CancelJob or GetJob or ListJobs or GetJobLog or ExplainJob:
                new Asker(Sender, BrokerProxy.RequestOf(message)).Refuse(ErrorCodes.Unavailable, $"this broker is not the active one ({(object?)_place.Active ?? "nobody"} is, as far as it knows); ask again");
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Submit(SubmitJob submit)
    {
        JobSpec spec;
        try
        {
            spec = (submit.Job ?? new JobDefinition()).ToSpec();
        }
        catch (ActorsException malformed)
        {
            new Asker(Sender, submit.RequestId).Refuse(malformed.Code, malformed.Message);
            return;
        }

        var client = submit.Client.Length is > 0 and <= 100 ? submit.Client : Sender.Path.Address.ToString();
        Step(new Submit(_askers.Ask(Sender, submit.RequestId), client, spec));
    }

    private void Get(GetJob get, JobId id)
    {
        var asker = new Asker(Sender, get.RequestId);
        var job = _table!.Ledger.Find(id);
        if (job is null || get.WaitMs <= 0 || job.IsOver || !_askers.Wait(id, Sender, get.RequestId))
        {
            Show(id, asker);
            return;
        }

        var wait = TimeSpan.FromMilliseconds(Math.Min(get.WaitMs, BrokerAnswers.LongestWait.TotalMilliseconds));
        Context.System.Scheduler.ScheduleTellOnce(wait, Self, new WaitOver(id, asker), ActorRefs.NoSender);
    }

    private void Show(JobId id, Asker asker)
    {
        if (_table!.Ledger.Find(id) is { } job)
            Reply(asker.Client, new JobShown { RequestId = asker.Request, Job = job.View() });
        else
            RefuseUnknown(id, asker);
    }

    private void AnswerAbout(ulong request, JobId id, Func<JobRecord, object> answer)
    {
        if (_table!.Ledger.Find(id) is { } job)
            Reply(Sender, answer(job));
        else
            RefuseUnknown(id, new Asker(Sender, request));
    }

    private void RefuseUnknown(JobId id, Asker asker)
    {
        var (code, message) = _table!.WhyUnknown(id, Now);
        Reply(asker.Client, asker.Refusal(code, message));
    }

    // A question is answered from all that is decided, so its answer waits until all of that is durable (J3).
    private void Reply(IActorRef client, object answer) => _effects.Enqueue(new Answer(client, answer), (_table!.Ledger.EventCount, _order++));

    private bool TryId(Google.Protobuf.ByteString bytes, ulong request, out JobId id)
    {
        var ok = bytes.Length == JobId.SizeBytes;
        id = ok ? JobId.FromWire(bytes) : default;
        if (!ok)
            new Asker(Sender, request).Refuse(ErrorCodes.Invalid, $"A job id has {JobId.SizeBytes} bytes, not {bytes.Length}.");
        return ok;
    }

    private void FromWorker(object message)
    {
        WorkerCommand command;
        try
        {
            command = BrokerWire.CommandOf(message);
        }
        catch (Exception malformed) when (malformed is ActorsException or ArgumentException)
        {
            _log.Warning("Dropped a malformed message of {0}: {1}", Sender, malformed.Message);
            return;
        }

        _workers[command.Worker] = Sender;
        Step(command);
    }

    private void Step(JobCommand? command)
    {
        if (_table is null || command is null)
            return;
        var step = _table.Step(command, Now);
        _unwritten.AddRange(step.Events);
        foreach (var effect in step.Effects)
            _effects.Enqueue(effect, (effect.After, _order++));
        Write();
        LetOut();
        PlanTick();
    }

    // One append at a time; what comes meanwhile goes together with the next.
    private void Write()
    {
        while (_writing == 0 && _unwritten.Count > 0)
        {
            var batch = _unwritten;
            _unwritten = [];
            _writing = batch.Count;
            var append = _journal.AppendAsync(_ballot, batch);
            if (!append.IsCompletedSuccessfully)
            {
                var done = new Appended(_ballot, batch.Count);
                append.AsTask().ContinueWith(task => task.IsFaulted ? (object)new Status.Failure(task.Exception!) : done, TaskScheduler.Default).PipeTo(Self);
                return;
            }

            _writing = 0;
            _durable += batch.Count;
        }
    }

    private void AfterAppend(int count)
    {
        _writing = 0;
        _durable += count;
        Write();
        LetOut();
    }

    private void LetOut()
    {
        while (_effects.TryPeek(out var effect, out var key) && key.After <= _durable)
        {
            _effects.Dequeue();
            CarryOut(effect);
        }
    }

    private void CarryOut(JobEffect effect)
    {
        switch (effect)
        {
            case Answer answer:
                answer.Client.Tell(answer.Message);
                break;
            case AnswerAccepted accepted when _askers.Answered(accepted.Request) is { } asker:
                asker.Client.Tell(new JobAccepted { RequestId = asker.Request, JobId = accepted.Job.ToWire(), OutputId = accepted.Output.ToWire() });
                break;
            case AnswerRefused refused when _askers.Answered(refused.Request) is { } asker:
                asker.Refuse(refused.Code, refused.Message);
                break;
            case AnswerShown shown when _askers.Answered(shown.Request) is { } asker:
                Show(shown.Job, asker);
                break;
            case NotifyWaiters notify when _table!.Ledger.Find(notify.Job) is { IsOver: true }:
                foreach (var asker in _askers.TakeWaiting(notify.Job))
                    Show(notify.Job, asker);
                break;
            case LookAtInput look:
                _errands!.Look(look.Input);
                break;
            case DeclareOutput declare:
                _errands!.Declare(declare.Output, declare.Name);
                break;
            case PublishOutput publish:
                _errands!.Publish(publish);
                break;
            case WorkerEffect toWorker when _workers.TryGetValue(toWorker.Worker, out var worker):
                worker.Tell(BrokerWire.MessageOf(toWorker, _ballot, _settings.Lease));
                break;
        }
    }

    private void PlanTick()
    {
        if (_table!.NextDue is not { } due || !_tick.Plan(due))
            return;
        _reminder?.Cancel();
        var delay = due - Now.Monotonic;
        _reminder = Context.System.Scheduler.ScheduleTellOnceCancelable(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Self, new TickDue(due), ActorRefs.NoSender);
    }

    private sealed record TickDue(TimeSpan Due);

    private sealed record Answer(IActorRef Client, object Message) : JobEffect;

    private sealed record Appended(Ballot Ballot, int Count);

    private sealed record WaitOver(JobId Job, Asker Asker);
}
