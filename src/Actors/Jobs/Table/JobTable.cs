using Actors.Dispatch;

namespace Actors.Jobs.Table;

/// <summary>
/// All jobs of one broker and every decision about them. No clock, no thread, no actor: the same commands at the same moments give the same
/// events and effects. The state that matters changes by its own events alone, so a ledger of them is enough to go on elsewhere.
/// </summary>
/// <remarks>
/// The invariants J1 to J4 are those of docs/adr/0050; <see cref="RunDesk"/> deals with workers, <see cref="InputDesk"/> with what jobs wait for.
/// </remarks>
internal sealed class JobTable
{
    private const int FewTimers = 1024;
    private readonly JobTableSettings _settings;
    private readonly JobLedger _ledger;
    private readonly Matcher<JobId> _matcher = new();
    private readonly TimerQueue<JobTimer> _timers = new();
    private readonly Queue<JobRecord> _ended = new();
    private readonly Queue<JobRecord> _newlyEnded = new();
    private readonly InputDesk _inputs;
    private readonly RunDesk _desk;
    private readonly UnknownJobs _unknown;
    private JobStep _step = new();
    private Moment _now;
    private TimeSpan _grantsFrom = TimeSpan.MinValue;
    private int _sweepTimersAt = FewTimers;

    public JobTable(JobTableSettings settings, Ballot ballot, IEnumerable<JobEvent> history)
    {
        _settings = settings;
        _ledger = new JobLedger(settings.LogBytesKept);
        foreach (var change in history)
            _ledger.Apply(change);
        _inputs = new InputDesk(this, settings);
        _desk = new RunDesk(this, settings, ballot);
        _unknown = new UnknownJobs(settings);
    }

    public JobLedger Ledger => _ledger;

    /// <summary>When the next <see cref="Tick"/> is due on the monotonic clock; null while nothing is planned.</summary>
    public TimeSpan? NextDue => (_timers.NextDue, _desk.NextDue) switch
    {
        ({ } timer, { } lease) => timer < lease ? timer : lease,
        var (timer, lease) => timer ?? lease,
    };

    internal Matcher<JobId> Matcher => _matcher;

    internal int TimerCount => _timers.Count;

    internal RunDesk Desk => _desk;

    internal InputDesk Inputs => _inputs;

    internal Moment Now => _now;

    internal TimeSpan GrantsFrom => _grantsFrom;

    /// <summary>What to answer about a job that is not in the table.</summary>
    public (string Code, string Message) WhyUnknown(JobId id, Moment now) => _unknown.Explain(id, _grantsFrom, now);

    public JobStep Step(JobCommand command, Moment now)
    {
        _step = new JobStep();
        _now = now;
        while (_timers.TryTakeDue(now.Monotonic, out var timer))
            Fire(timer);
        _desk.TakeBackExpired();
        Decide(command);
        FailDependents();
        Grant();
        ForgetOldest();
        ForgetTimers();
        return _step;
    }

    private void Decide(JobCommand command)
    {
        switch (command)
        {
            case TakeOver takeOver:
                TakeOver(takeOver.HadPredecessor);
                break;
            case Submit submit:
                Submit(submit);
                break;
            case Cancel cancel:
                Cancel(cancel);
                break;
            case InputSeen seen:
                _inputs.See(seen.Input, seen.State);
                break;
            case OutputStored stored:
                Publish(stored.Job);
                break;
            case OutputMissing missing:
                LoseOutput(missing);
                break;
            case WorkerCommand worker:
                _desk.Decide(worker);
                break;
        }
    }

    private void TakeOver(bool hadPredecessor)
    {
        _unknown.Begin(_now, hadPredecessor);
        var jobs = _ledger.Jobs.Values.ToArray();
        var leased = jobs.Any(job => job.Phase == JobPhase.Leased);
        if (leased)
            Emit(new BrokerRecovered(_desk.Ballot));
        if (leased || hadPredecessor)
            WaitForClaims(_now.Monotonic);
        foreach (var job in jobs)
            Admit(job, isTakenOver: true);
    }

    /// <summary>A worker may hold what a broker before this one granted: nothing is granted again until it has had time to say so.</summary>
    internal void WaitForClaims(TimeSpan since)
    {
        var until = _settings.Lease.BrokerEnd(since);
        if (until <= _grantsFrom || until <= _now.Monotonic)
            return;
        _grantsFrom = until;
        _timers.Add(new JobTimer(JobTimerKind.GraceOver), until);
    }

    private void Submit(Submit submit)
    {
        var spec = submit.Job;
        if (_ledger.Find(spec.Id) is { } known)
        {
            Do(new AnswerAccepted(submit.Request, spec.Id, known.Spec.Output));
            return;
        }

        if (RefusalOf(spec) is var (code, message) && code.Length > 0)
        {
            Do(new AnswerRefused(submit.Request, code, message));
            return;
        }

        Accept(spec, submit.Client);
        Do(new AnswerAccepted(submit.Request, spec.Id, spec.Output));
        Admit(_ledger.Find(spec.Id)!, isTakenOver: false);
    }

    private (string Code, string Message) RefusalOf(JobSpec spec)
    {
        if (JobSpecRules.FirstProblem(spec, _settings.MaxLimits) is { } problem)
            return (ErrorCodes.Invalid, $"Job {spec.Id}: {problem}");
        if (_ledger.ProducerOf(spec.Output) is { } other)
            return (ErrorCodes.Invalid, $"Job {spec.Id}: the output id {spec.Output} is that of job {other.Spec.Id}.");
        if (DependencyCycle.Find(_ledger, _inputs.Waiting, spec) is { } cycle)
            return (ErrorCodes.Invalid, $"Job {spec.Id} would wait for itself through job {cycle}.");
        if (_ledger.LiveCount >= _settings.MaxJobs)
            return (ErrorCodes.Unavailable, $"The queue is full ({_settings.MaxJobs} jobs, actors.jobs.broker.max-jobs); try again later.");
        if (_matcher.ClassCount >= _settings.MaxLabelClasses && !_matcher.HasClass(spec.AskedLabels()))
            return (ErrorCodes.Unavailable, $"Waiting jobs ask for {_settings.MaxLabelClasses} different sets of labels already; try again later.");
        return ("", "");
    }

    internal JobRecord Accept(JobSpec spec, string client)
    {
        Emit(new JobSubmitted(spec, client, _now.Wall));
        var job = _ledger.Find(spec.Id)!;
        job.Live.AcceptedBy = _ledger.EventCount;
        Do(new DeclareOutput(spec.Output, spec.NameOfOutput()));
        return job;
    }

    /// <summary>Gives the job the place that its phase asks for, when it is new and when a broker takes it over.</summary>
    internal void Admit(JobRecord job, bool isTakenOver)
    {
        if (!job.HasEnded && isTakenOver)
            Do(new DeclareOutput(job.Spec.Output, job.Spec.NameOfOutput())); // the broker before may not have come to it
        if (!job.HasEnded && job.Spec.Deadline is { } deadline)
            _timers.Add(new JobTimer(JobTimerKind.Deadline, job.Spec.Id), _now.Until(deadline));
        switch (job.Phase)
        {
            case JobPhase.Waiting:
                _inputs.Await(job);
                break;
            case JobPhase.Ready:
                Enqueue(job);
                break;
            case JobPhase.Leased:
                _desk.TakeOver(job);
                break;
            default:
                if (job.IsOver)
                    _ended.Enqueue(job);
                else
                    Do(new PublishOutput(job.Spec.Id, job.Spec.Output, job.Outcome!));
                break;
        }
    }

    internal void Ready(JobRecord job)
    {
        job.Live.Missing = null;
        Emit(new InputsArrived(job.Spec.Id));
        Enqueue(job);
    }

    internal void Enqueue(JobRecord job)
    {
        job.Live.PausedUntil = job.RetryAt is { } retry ? _now.Until(retry) : TimeSpan.MinValue;
        LineUp(job);
    }

    // Into the ready queue, or on the timer while its time has not come. A pause is measured by the monotonic clock, so that it is as long as it should be
    // even when somebody sets the wall clock; not-before means the wall clock, whatever it shows.
    private void LineUp(JobRecord job)
    {
        var due = job.Live.PausedUntil;
        if (job.Spec.NotBefore is { } wall && _now.Until(wall) is var start && start > due)
            due = start;
        if (due > _now.Monotonic)
            _timers.Add(new JobTimer(JobTimerKind.MayRun, job.Spec.Id), due);
        else
            job.Live.Ticket = _matcher.Add(job.Spec.Id, job.Spec.AskedLabels(), job.Spec.Priority, job.Client);
    }

    private void Grant()
    {
        if (_now.Monotonic < _grantsFrom)
            return;
        while (_matcher.TryMatch(out var id, out var worker))
            _desk.Grant(_ledger.Find(id)!, worker);
    }

    private void Publish(JobId id)
    {
        if (_ledger.Find(id) is not { Phase: JobPhase.Completed, IsPublished: false } job)
            return;
        Emit(new OutputPublished(id));
        _ended.Enqueue(job);
        Do(new NotifyWaiters(id));
        _inputs.Arrive(job.Spec.Output);
    }

    private void LoseOutput(OutputMissing missing)
    {
        if (_ledger.Find(missing.Job) is not { Phase: JobPhase.Completed, IsPublished: false } job)
            return;
        Emit(new OutputLost(missing.Job, missing.Reason));
        _ended.Enqueue(job);
        Do(new NotifyWaiters(missing.Job));
        _inputs.FailDependentsOf(job);
    }

    private void Cancel(Cancel cancel)
    {
        if (_ledger.Find(cancel.Job) is not { } job)
        {
            var (code, message) = WhyUnknown(cancel.Job, _now);
            Do(new AnswerRefused(cancel.Request, code, message));
            return;
        }

        if (!job.HasEnded)
        {
            _desk.StopRun(job, "the job was cancelled");
            Emit(new JobCancelled(cancel.Job, cancel.Reason.Shortened(), _now.Wall));
            End(job);
        }

        Do(new AnswerShown(cancel.Request, cancel.Job));
    }

    internal void Complete(JobRecord job, Epoch epoch, RunOutcome outcome)
    {
        Emit(new JobCompleted(job.Spec.Id, epoch, outcome, _now.Wall));
        Do(new PublishOutput(job.Spec.Id, job.Spec.Output, outcome));
        End(job);
    }

    internal void Fail(JobRecord job, JobVerdict verdict, string reason, RunOutcome? outcome = null)
    {
        Emit(new JobFailed(job.Spec.Id, verdict, outcome, reason.Shortened(), _now.Wall));
        End(job);
    }

    private void End(JobRecord job)
    {
        if (job.Live.Ticket is { } ticket)
            _matcher.Remove(ticket);
        job.Live.Ticket = null;
        _inputs.Leave(job);
        Do(new NotifyWaiters(job.Spec.Id));
        _newlyEnded.Enqueue(job);
    }

    // A queue, not recursion: chains of dependents may be as long as the table.
    private void FailDependents()
    {
        while (_newlyEnded.TryDequeue(out var job))
        {
            if (job.Phase == JobPhase.Completed)
                continue; // not over before its output is stored
            _ended.Enqueue(job);
            _inputs.FailDependentsOf(job);
        }
    }

    private void Fire(JobTimer timer)
    {
        switch (timer.Kind)
        {
            case JobTimerKind.MayRun when _ledger.Find(timer.Job) is { Phase: JobPhase.Ready, Live.Ticket: null } job:
                LineUp(job);
                break;
            case JobTimerKind.Deadline when _ledger.Find(timer.Job) is { HasEnded: false } job:
                _desk.StopRun(job, "its deadline has passed");
                Fail(job, JobVerdict.Time, $"not completed by its deadline {job.Spec.Deadline:O}");
                break;
            case JobTimerKind.LookAgain:
                _inputs.LookAgain(timer.Input);
                break;
            case JobTimerKind.WorkerSilence:
                _desk.CheckSilence(timer.Worker);
                break;
        }
    }

    // Only so many as keep the number level, so that no single step pays for many.
    private void ForgetOldest()
    {
        for (var left = 2; left > 0 && _ended.TryPeek(out var job) && IsOld(job); left--)
        {
            _ended.Dequeue();
            Emit(new JobForgotten(job.Spec.Id));
        }
    }

    private bool IsOld(JobRecord job) => _ended.Count > _settings.EndedJobsKept || _now.Wall - job.FinishedAt > _settings.EndedJobsKeptFor;

    // Each sweep looks at as many timers as have come since the last, so it costs each of them little.
    private void ForgetTimers()
    {
        if (_timers.Count < _sweepTimersAt)
            return;
        _timers.Keep(timer => timer.Kind switch
        {
            JobTimerKind.MayRun or JobTimerKind.Deadline => _ledger.Find(timer.Job) is { HasEnded: false },
            JobTimerKind.LookAgain => _inputs.Waiting.Find(timer.Input) is not null,
            _ => true,
        });
        _sweepTimersAt = Math.Max(FewTimers, _timers.Count * 2);
    }

    internal void Emit(JobEvent change)
    {
        _ledger.Apply(change);
        _step.Events.Add(change);
    }

    // Done after all events so far are durable, unless an earlier one is enough.
    internal void Do(JobEffect effect, long? after = null) => _step.Effects.Add(effect with { After = after ?? _ledger.EventCount });

    internal void Remind(JobTimer timer, TimeSpan due) => _timers.Add(timer, due);
}
