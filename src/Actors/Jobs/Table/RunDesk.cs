using System.Collections.Immutable;
using Actors.Dispatch;

namespace Actors.Jobs.Table;

/// <summary>
/// The part of the table that deals with workers: grants and takes back leases, and decides whose result counts. A result counts if, and only if,
/// the job is leased to that worker under exactly that epoch at that moment.
/// </summary>
internal sealed class RunDesk(JobTable table, JobTableSettings settings, Ballot ballot)
{
    private readonly LeaseBook<JobId> _leases = new(settings.Lease);
    private readonly WorkerRoll _roll = new();
    private TimeSpan _since = TimeSpan.MinValue;
    private long _grants;

    public Ballot Ballot => ballot;

    public TimeSpan? NextDue => _leases.NextEnd;

    public IReadOnlyCollection<WorkerEntry> Workers => _roll.All;

    private TimeSpan Now => table.Now.Monotonic;

    public void Decide(WorkerCommand command)
    {
        if (command is Register register)
        {
            Register(register);
            return;
        }

        if (_roll.Find(command.Worker, command.Incarnation) is not { } worker)
        {
            // A late message of an incarnation that is over must not make the present one register again.
            if (_roll.Find(command.Worker) is not { } other || other.Incarnation < command.Incarnation)
                table.Do(new AskRegistration(command.Worker, command.Incarnation));
            return;
        }

        switch (command)
        {
            case Report report:
                Report(worker, report);
                break;
            case Resume resume:
                Resume(worker, resume);
                break;
            case Finish finish:
                Finish(worker, finish);
                break;
            case Return returned:
                Return(worker, returned);
                break;
        }
    }

    public void Grant(JobRecord job, string workerId)
    {
        var worker = _roll.Find(workerId)!;
        var epoch = new Epoch(ballot, ++_grants);
        job.Live.Ticket = null;
        table.Emit(new JobLeased(job.Spec.Id, workerId, epoch, table.Now.Wall));
        _leases.Grant(job.Spec.Id, workerId, epoch, Now);
        // Starting the run waits for the job's acceptance to be durable, not for the lease: a lost lease event costs a second run, nothing more.
        table.Do(new Run(workerId, worker.Incarnation, epoch, job.Spec, job.Client, job.Attempts, worker.Sequence), job.Live.AcceptedBy);
    }

    /// <summary>The broker before this one had granted it: its worker has one lease's time to claim it.</summary>
    public void TakeOver(JobRecord job)
    {
        _leases.Grant(job.Spec.Id, job.Worker, job.Epoch, Now);
        if (job.Recoveries >= settings.RecoveryLimit)
        {
            StopRun(job, "it is given up");
            table.Fail(job, JobVerdict.Lost, $"its broker went down {job.Recoveries} times while it ran; it is not tried again.");
        }
    }

    public void TakeBackExpired()
    {
        while (_leases.TryTakeExpired(Now, out var id))
        {
            var job = table.Ledger.Find(id)!;
            LoseRun(job, $"worker {job.Worker} was not heard of for {settings.Lease.Duration.TotalSeconds:0.#} s", isAtLarge: true);
        }
    }

    /// <summary>Ends the lease and tells the worker to stop. What the worker says of this run from now on does not count.</summary>
    public void StopRun(JobRecord job, string reason)
    {
        if (!Release(job, out var lease))
            return;
        if (_roll.Find(lease.Worker) is { } worker)
            table.Do(new Stop(lease.Worker, worker.Incarnation, job.Spec.Id, lease.Epoch, reason));
    }

    public void CheckSilence(string workerId)
    {
        if (_roll.Find(workerId) is not { } worker)
            return;
        var silentAt = SilentAt(worker);
        if (silentAt > Now)
        {
            table.Remind(new JobTimer(JobTimerKind.WorkerSilence, Worker: workerId), silentAt);
            return;
        }

        // No new work for it; what it holds runs out by itself.
        if (_leases.CountHeldBy(workerId) == 0)
        {
            table.Matcher.RemoveWorker(workerId);
            _roll.Remove(workerId);
            return;
        }

        SetWindow(worker, 0);
        table.Remind(new JobTimer(JobTimerKind.WorkerSilence, Worker: workerId), settings.Lease.BrokerEnd(Now));
    }

    // Two reports overdue: the third would still save its leases, but new work would likely be lost.
    private TimeSpan SilentAt(WorkerEntry worker) => worker.LastHeard + (settings.Lease.ReportEvery * 2.5);

    private void Register(Register register)
    {
        var known = _roll.Find(register.Worker);
        if (known is not null && known.Incarnation > register.Incarnation)
            return;
        if (_since == TimeSpan.MinValue)
            _since = Now;
        if (register.Previous != Ballot.None && register.Previous != ballot)
            table.WaitForClaims(_since);
        if (known is null || known.Incarnation < register.Incarnation)
            Enter(register);
        table.Do(new Welcome(register.Worker, register.Incarnation, register.Number));
    }

    private void Enter(Register register)
    {
        // Its process is another one now, so what the one before ran has ended: no need to wait for the lease.
        if (_roll.Find(register.Worker) is not null)
        {
            foreach (var id in _leases.HeldBy(register.Worker).ToArray())
                LoseRun(table.Ledger.Find(id)!, $"worker {register.Worker} was restarted", isAtLarge: false);
        }

        var worker = _roll.Enter(register.Worker, register.Incarnation, register.Offered);
        worker.LastHeard = Now;
        SetWindow(worker, 0); // the first report brings the credit
        table.Remind(new JobTimer(JobTimerKind.WorkerSilence, Worker: worker.Id), SilentAt(worker));
    }

    private void SetWindow(WorkerEntry worker, int window) =>
        table.Matcher.SetWorker(worker.Id, worker.Offered, window, _leases.CountHeldBy(worker.Id));

    private void Report(WorkerEntry worker, Report report)
    {
        if (report.Sequence <= worker.Sequence)
            return;
        worker.Sequence = report.Sequence;
        worker.LastHeard = Now;
        var (renewed, refused, unknown) = (ImmutableArray.CreateBuilder<HeldRun>(), ImmutableArray.CreateBuilder<HeldRun>(), ImmutableArray.CreateBuilder<HeldRun>());
        foreach (var run in report.Held)
        {
            var answers = Claim(worker, run) switch { ClaimAnswer.Renewed => renewed, ClaimAnswer.Refused => refused, _ => unknown };
            answers.Add(run);
        }

        // After the claims, which take up credit; before the grants, which spend it.
        SetWindow(worker, report.Window);
        table.Do(new AnswerReport(
            worker.Id, worker.Incarnation, report.Sequence, renewed.DrainToImmutable(), refused.DrainToImmutable(), unknown.DrainToImmutable()));
    }

    private ClaimAnswer Claim(WorkerEntry worker, HeldRun run)
    {
        var job = table.Ledger.Find(run.Job);
        if (job is null)
            return MayBeOfPredecessor(run.Epoch) ? ClaimAnswer.Unknown : ClaimAnswer.Refused;
        if (!_leases.Renew(run.Job, worker.Id, run.Epoch, Now) && !TryAdopt(job, worker, run.Epoch))
        {
            // Its result was accepted and the answer is under way.
            return job.Phase == JobPhase.Completed && job.Epoch == run.Epoch ? ClaimAnswer.Renewed : ClaimAnswer.Refused;
        }

        job.Live.Progress = run.Progress;
        job.Live.ProgressText = run.ProgressText;
        return ClaimAnswer.Renewed;
    }

    private void Resume(WorkerEntry worker, Resume resume)
    {
        var run = new HeldRun(resume.Job.Id, resume.Epoch);
        if (table.Ledger.Find(resume.Job.Id) is null && IsCredible(resume))
            TakeWorkersWord(resume);
        var answer = Claim(worker, run);
        table.Do(new AnswerReport(
            worker.Id, worker.Incarnation, worker.Sequence, answer == ClaimAnswer.Renewed ? [run] : [], answer == ClaimAnswer.Renewed ? [] : [run], []));
    }

    // A job that this broker granted and does not know has ended and is forgotten: it must not begin a second life (J2).
    private bool MayBeOfPredecessor(Epoch epoch) => settings.LedgerIsVolatile && epoch.Ballot != ballot;

    private bool IsCredible(Resume resume) =>
        MayBeOfPredecessor(resume.Epoch) && JobSpecRules.FirstProblem(resume.Job) is null && table.Ledger.ProducerOf(resume.Job.Output) is null;

    // The ledger that had the job is gone with its broker; the worker's copy is all there is.
    private void TakeWorkersWord(Resume resume)
    {
        var job = table.Accept(resume.Job, resume.Client);
        if (job.Phase == JobPhase.Waiting)
            table.Emit(new InputsArrived(job.Spec.Id));
        table.Admit(job, isTakenOver: false);
    }

    /// <summary>
    /// A run whose lease this broker has no record of, or has taken back, goes on under its old epoch, unless the job was granted again since. What this broker
    /// granted itself is later than anything from before it, whatever the ballots say: those of journals in memory are as good as their nodes' clocks.
    /// </summary>
    private bool TryAdopt(JobRecord job, WorkerEntry worker, Epoch epoch)
    {
        var isLatest = job.Phase switch
        {
            JobPhase.Ready when epoch == job.Epoch => job.IsRunAtLarge,
            // An earlier broker granted this one and went down before the event was durable.
            JobPhase.Waiting or JobPhase.Ready or JobPhase.Leased => epoch > job.Epoch && epoch.Ballot != ballot && job.Epoch.Ballot != ballot,
            _ => false,
        };
        if (!isLatest)
            return false;
        // Of two runs that brokers before this one granted, the older may have been claimed first.
        StopRun(job, "a later run of it goes on");
        if (job.Live.Ticket is { } ticket)
            table.Matcher.Remove(ticket);
        job.Live.Ticket = null;
        if (job.Phase == JobPhase.Waiting)
        {
            table.Inputs.Leave(job); // it could not run if they were not there
            table.Emit(new InputsArrived(job.Spec.Id));
        }

        table.Emit(new JobLeased(job.Spec.Id, worker.Id, epoch, job.StartedAt ?? table.Now.Wall));
        _leases.Grant(job.Spec.Id, worker.Id, epoch, Now);
        table.Matcher.Hold(worker.Id);
        return true;
    }

    private void Finish(WorkerEntry worker, Finish finish)
    {
        if (table.Ledger.Find(finish.Job) is not { } job)
        {
            var run = new HeldRun(finish.Job, finish.Epoch);
            if (MayBeOfPredecessor(finish.Epoch))
                table.Do(new AnswerReport(worker.Id, worker.Incarnation, worker.Sequence, [], [], [run]));
            else
                Answer(worker, finish, false, "the job is unknown");
            return;
        }

        if (_leases.IsHeld(finish.Job, worker.Id, finish.Epoch) || TryAdopt(job, worker, finish.Epoch))
        {
            Release(job, out var lease);
            EndRun(job, lease.Epoch, finish.Outcome);
            Answer(worker, finish, true, "");
        }
        else
        {
            Answer(worker, finish, job.Phase == JobPhase.Completed && job.Epoch == finish.Epoch, $"the job is {job.Phase} under epoch {job.Epoch}");
        }
    }

    private void Answer(WorkerEntry worker, Finish finish, bool accepted, string reason) =>
        table.Do(new AnswerResult(worker.Id, worker.Incarnation, finish.Job, finish.Epoch, accepted, reason));

    private void EndRun(JobRecord job, Epoch epoch, RunOutcome outcome)
    {
        if (outcome.Verdict == JobVerdict.Ok)
        {
            table.Complete(job, epoch, outcome);
        }
        else if (outcome.Verdict is JobVerdict.Lost or JobVerdict.Sandbox or JobVerdict.None)
        {
            AfterUncleanEnd(job, outcome.Verdict, outcome.Reason, isAtLarge: false, outcome);
        }
        else if (job.FailedRuns < job.Spec.Retries.Limit)
        {
            var retries = job.Spec.Retries;
            var pause = Backoff.After(job.FailedRuns + 1, retries.FirstPause, retries.LongestPause);
            table.Emit(new RunFailed(job.Spec.Id, epoch, outcome, table.Now.Wall + pause));
            table.Enqueue(job);
        }
        else
        {
            table.Fail(job, outcome.Verdict, outcome.Reason, outcome);
        }
    }

    private void Return(WorkerEntry worker, Return returned)
    {
        if (!_leases.IsHeld(returned.Job, worker.Id, returned.Epoch))
            return;
        var job = table.Ledger.Find(returned.Job)!;
        Release(job, out _);
        table.Emit(new RunReturned(job.Spec.Id, returned.Epoch, returned.Reason, table.Now.Wall + settings.LostRunPause));
        table.Enqueue(job);
    }

    private void LoseRun(JobRecord job, string reason, bool isAtLarge)
    {
        if (Release(job, out _))
            AfterUncleanEnd(job, JobVerdict.Lost, reason, isAtLarge, null);
    }

    private void AfterUncleanEnd(JobRecord job, JobVerdict verdict, string reason, bool isAtLarge, RunOutcome? outcome)
    {
        if (job.UncleanRuns >= settings.UncleanRunLimit)
        {
            table.Fail(job, verdict, $"{job.UncleanRuns} runs did not end by themselves, so it is not tried again; the last: {reason}", outcome);
            return;
        }

        var pause = Backoff.After(job.UncleanRuns, settings.LostRunPause, settings.LostRunLongestPause);
        table.Emit(new RunLost(job.Spec.Id, job.Epoch, reason, isAtLarge, table.Now.Wall + pause));
        table.Enqueue(job);
    }

    private bool Release(JobRecord job, out Lease lease)
    {
        if (!_leases.Release(job.Spec.Id, out lease))
            return false;
        table.Matcher.Free(lease.Worker);
        job.Live.Progress = 0;
        job.Live.ProgressText = "";
        return true;
    }

    private enum ClaimAnswer
    {
        Renewed,
        Refused,
        Unknown,
    }
}
