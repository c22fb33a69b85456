using Actors.Dispatch;

namespace Actors.Jobs.Workers;

/// <summary>
/// Every decision of one worker: which runs start, freeze, go on and end, and what the broker is told. No clock, no thread, no actor.
/// </summary>
/// <remarks>
/// A run whose lease is over is frozen, not killed: while the broker is being replaced nobody can renew leases, and nobody can have granted the job to
/// another worker either. The next broker then lets it go on or refuses it.
/// </remarks>
internal sealed class WorkerTable(int slots, WorkerTableSettings settings)
{
    /// <summary>Runs that one report tells of: each takes up to 700 bytes of a message's 128,000.</summary>
    private const int RunsInReport = 150;

    private readonly Dictionary<JobId, WorkerRun> _runs = [];
    private readonly HashSet<RunKey> _grantsSeen = [];
    private readonly Queue<(RunKey Run, TimeSpan At)> _grantsToForget = new();
    private readonly ReportClock _reports = new();
    private List<WorkerAction> _actions = [];
    private LeaseTerms _terms = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(0.5)); // until the broker says otherwise
    private Ballot? _ballot;
    private long _registration;
    private bool _brokerIsThere;
    private TimeSpan _nextReport;
    private TimeSpan? _drainEnd;
    private TimeSpan _now;

    public IReadOnlyCollection<WorkerRun> Runs => _runs.Values;

    /// <summary>The broker that it was registered with last.</summary>
    public Ballot LastBallot { get; private set; } = Ballot.None;

    public IReadOnlyList<WorkerAction> Step(WorkerInput input, TimeSpan now)
    {
        _actions = [];
        _now = now;
        ForgetGrants();
        Decide(input);
        Freeze();
        StartQueued();
        Talk();
        Drain();
        return _actions;
    }

    /// <summary>When the next <see cref="TimePassed"/> is due.</summary>
    public TimeSpan NextDue()
    {
        var next = _brokerIsThere ? _nextReport : TimeSpan.MaxValue;
        foreach (var run in _runs.Values)
        {
            if (EndOf(run) is { } end && end < next)
                next = end;
        }

        return NextOfDrain() is { } drain && drain < next ? drain : next;
    }

    // Each moment once, while it is ahead: one that has passed would be due again and again.
    private TimeSpan? NextOfDrain() => _drainEnd switch
    {
        { } end when end > _now => end,
        { } end when end + settings.DrainResults > _now => end + settings.DrainResults,
        _ => null,
    };

    private TimeSpan? EndOf(WorkerRun run) => run.Phase switch
    {
        WorkerRunPhase.Queued or WorkerRunPhase.Running when !run.IsSuspended => run.LeaseEnd,
        WorkerRunPhase.Queued or WorkerRunPhase.Running or WorkerRunPhase.Finished => run.LeaseEnd + settings.KeepWithoutLease,
        _ => null,
    };

    private void Decide(WorkerInput input)
    {
        switch (input)
        {
            case BrokerChanged changed:
                _brokerIsThere = changed.IsThere;
                Unregister();
                break;
            case CreditChanged when _ballot is not null:
                _nextReport = _now;
                break;
            case RegistrationAsked:
                Unregister();
                break;
            // An answer that was under way when the broker changed would tie the worker to the broker before.
            case Registered registered when registered.Number == _registration:
                _terms = registered.Terms;
                LastBallot = registered.Ballot;
                _ballot = registered.Ballot;
                _nextReport = _now;
                break;
            case ReportWasAnswered answer when answer.Ballot == _ballot:
                Take(answer);
                break;
            case RunGranted granted when granted.Epoch.Ballot == _ballot:
                Take(granted);
                break;
            case StopAsked stop when stop.Ballot == _ballot:
                GiveUp(stop.Run, stop.Reason);
                break;
            case ResultWasAnswered answer when answer.Ballot == _ballot && Find(answer.Run) is { Phase: WorkerRunPhase.Finished }:
                _runs.Remove(answer.Run.Job);
                break;
            case RunProgressed progressed when Find(progressed.Run) is { } run:
                run.Progress = progressed.Fraction;
                run.ProgressText = progressed.Text;
                break;
            case RunEnded ended when Find(ended.Run) is { } run:
                End(run, ended.Outcome);
                break;
            case DrainBegun drain:
                _drainEnd ??= _now + drain.Patience;
                _nextReport = _now; // takes the credit back
                break;
        }
    }

    private void Unregister()
    {
        _ballot = null;
        _registration++;
        _nextReport = _now;
    }

    private void Take(RunGranted granted)
    {
        var key = new RunKey(granted.Job.Id, granted.Epoch);
        if (_runs.TryGetValue(key.Job, out var other) && IsLater(key.Epoch, other.Key.Epoch))
            GiveUp(other.Key, "it was granted again");
        if (!_grantsSeen.Add(key))
            return; // it came twice
        _grantsToForget.Enqueue((key, _now + _terms.Duration));
        var leaseEnd = _reports.EndOf(granted.AnswersSequence, _terms);
        if (RefusalOf(key, leaseEnd) is { } reason)
            _actions.Add(new SendReturn(key, reason));
        else
            _runs.Add(key.Job, new WorkerRun(key, granted.Job, granted.Client, granted.Attempt) { LeaseEnd = leaseEnd });
    }

    // Only the broker that it is registered with can grant it anything, so a run of another ballot is older, whatever that ballot's number.
    private static bool IsLater(Epoch granted, Epoch other) => other.Ballot != granted.Ballot || other.Number < granted.Number;

    private string? RefusalOf(RunKey key, TimeSpan leaseEnd)
    {
        if (_drainEnd is not null)
            return "the worker shuts down";
        if (leaseEnd <= _now)
            return "the grant came too late";
        if (_runs.ContainsKey(key.Job))
            return "an earlier run of it is still being stopped";
        return _runs.Count >= (slots * 2) + settings.ResultsKept ? "too many results wait for their answers" : null;
    }

    // A copy of a grant that comes later than a lease is too late by its report's time anyway.
    private void ForgetGrants()
    {
        while (_grantsToForget.TryPeek(out var oldest) && oldest.At <= _now)
            _grantsSeen.Remove(_grantsToForget.Dequeue().Run);
    }

    private void Take(ReportWasAnswered answer)
    {
        var leaseEnd = _reports.EndOf(answer.Sequence, _terms);
        foreach (var key in answer.Renewed)
        {
            if (Find(key) is { } run)
                Renew(run, leaseEnd);
        }

        foreach (var key in answer.Refused)
            GiveUp(key, "the broker has given the job to another worker or ended it");
        foreach (var key in answer.Unknown)
        {
            if (Find(key) is not { Phase: not WorkerRunPhase.Stopping } run)
                continue;
            _actions.Add(new SendResume(run));
            if (run.Phase == WorkerRunPhase.Finished)
                _actions.Add(new SendResult(run));
        }
    }

    private void Renew(WorkerRun run, TimeSpan leaseEnd)
    {
        if (leaseEnd <= run.LeaseEnd)
            return;
        run.LeaseEnd = leaseEnd;
        if (!run.IsSuspended || leaseEnd <= _now)
            return;
        run.IsSuspended = false;
        if (run.Phase == WorkerRunPhase.Running)
            _actions.Add(new ContinueRun(run.Key));
    }

    /// <summary>Whatever this run yields, nobody wants it any more.</summary>
    private void GiveUp(RunKey key, string reason)
    {
        if (Find(key) is not { } run)
            return;
        switch (run.Phase)
        {
            case WorkerRunPhase.Running:
                run.Phase = WorkerRunPhase.Stopping;
                _actions.Add(new KillRun(key, reason));
                break;
            case WorkerRunPhase.Returning:
                run.Phase = WorkerRunPhase.Stopping;
                break;
            case WorkerRunPhase.Queued or WorkerRunPhase.Finished:
                _runs.Remove(key.Job);
                break;
        }
    }

    private void End(WorkerRun run, RunOutcome outcome)
    {
        switch (run.Phase)
        {
            case WorkerRunPhase.Running:
                run.Phase = WorkerRunPhase.Finished;
                run.Outcome = outcome;
                if (_ballot is not null)
                    _actions.Add(new SendResult(run));
                break;
            case WorkerRunPhase.Returning:
                _runs.Remove(run.Key.Job);
                _actions.Add(new SendReturn(run.Key, "the worker shuts down"));
                break;
            case WorkerRunPhase.Stopping:
                _runs.Remove(run.Key.Job);
                break;
        }
    }

    private void Freeze()
    {
        foreach (var run in _runs.Values.Where(run => EndOf(run) <= _now).ToArray())
        {
            if (run.IsSuspended || run.Phase == WorkerRunPhase.Finished)
            {
                GiveUp(run.Key, "no broker has renewed its lease");
                continue;
            }

            run.IsSuspended = true;
            if (run.Phase == WorkerRunPhase.Running)
                _actions.Add(new SuspendRun(run.Key));
        }
    }

    private void StartQueued()
    {
        var free = slots - _runs.Values.Count(run => run.Phase is WorkerRunPhase.Running or WorkerRunPhase.Stopping or WorkerRunPhase.Returning);
        foreach (var run in _runs.Values.Where(run => run.Phase == WorkerRunPhase.Queued && !run.IsSuspended).Take(Math.Max(free, 0)).ToArray())
        {
            run.Phase = WorkerRunPhase.Running;
            _actions.Add(new StartRun(run));
        }
    }

    private void Talk()
    {
        if (!_brokerIsThere || _now < _nextReport)
            return;
        _nextReport = _now + _terms.ReportEvery;
        if (_ballot is null)
        {
            _actions.Add(new SendRegistration(_registration));
            return;
        }

        var held = _runs.Values.Where(run => run.Phase != WorkerRunPhase.Stopping).ToArray();
        for (var from = 0; from == 0 || from < held.Length; from += RunsInReport)
            _actions.Add(new SendReport(_reports.Send(_now), _drainEnd is null ? slots : 0, [.. held.Skip(from).Take(RunsInReport)]));
        foreach (var run in held.Where(run => run.Phase == WorkerRunPhase.Finished))
            _actions.Add(new SendResult(run));
    }

    private void Drain()
    {
        if (_drainEnd is not { } end)
            return;
        foreach (var run in _runs.Values.Where(run => run.Phase is WorkerRunPhase.Queued).ToArray())
        {
            _runs.Remove(run.Key.Job);
            _actions.Add(new SendReturn(run.Key, "the worker shuts down"));
        }

        if (_now >= end)
        {
            foreach (var run in _runs.Values.Where(run => run.Phase == WorkerRunPhase.Running))
            {
                run.Phase = WorkerRunPhase.Returning;
                _actions.Add(new KillRun(run.Key, "the worker shuts down"));
            }
        }

        var resultsMayWait = _brokerIsThere && _now < end + settings.DrainResults;
        if (!_runs.Values.Any(run => run.Phase != WorkerRunPhase.Finished || resultsMayWait))
            _actions.Add(new DrainCompleted());
    }

    private WorkerRun? Find(RunKey key) => _runs.TryGetValue(key.Job, out var run) && run.Key == key ? run : null;
}
