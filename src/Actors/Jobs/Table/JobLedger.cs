using Actors.Storage;

namespace Actors.Jobs.Table;

/// <summary>
/// The durable half of the table: it changes by applying events and in no other way, so replaying the same events gives the same state.
/// </summary>
/// <remarks>Updated in place, not copied: with a million jobs persistent maps cost five times the time and memory (docs/adr/0050).</remarks>
internal sealed class JobLedger(long logBytesKept)
{
    private readonly Dictionary<JobId, JobRecord> _jobs = [];
    private readonly Dictionary<ObjectId, JobId> _producers = [];
    private readonly SubmissionOrder _order = new();
    private readonly LinkedList<JobRecord> _logs = new();
    private long _logBytes;
    private long _submissions;

    public IReadOnlyDictionary<JobId, JobRecord> Jobs => _jobs;

    /// <summary>Jobs that have not ended.</summary>
    public int LiveCount { get; private set; }

    /// <summary>Events applied so far.</summary>
    public long EventCount { get; private set; }

    public SubmissionOrder Order => _order;

    /// <summary>Bytes of the logs of ended jobs.</summary>
    public long LogBytes => _logBytes;

    public JobRecord? Find(JobId id) => _jobs.GetValueOrDefault(id);

    /// <summary>The job that makes this object, if it is one of ours.</summary>
    public JobRecord? ProducerOf(ObjectId output) => _producers.TryGetValue(output, out var id) ? _jobs[id] : null;

    public void Apply(JobEvent change)
    {
        EventCount++;
        switch (change)
        {
            case JobSubmitted submitted:
                Add(submitted);
                break;
            case JobRestored restored:
                Take(restored.State.Copy());
                break;
            case BrokerRecovered:
                foreach (var job in _jobs.Values.Where(job => job.Phase == JobPhase.Leased))
                    job.Recoveries++;
                break;
            case JobForgotten forgotten:
                Forget(_jobs[forgotten.Job]);
                break;
            case JobEnded ended:
                End(_jobs[ended.Job], ended);
                break;
            case JobEventOf other:
                Change(_jobs[other.Job], other);
                break;
        }
    }

    private void Add(JobSubmitted submitted)
    {
        Take(new JobRecord(submitted.Spec, submitted.Client, _submissions + 1, submitted.At)
        {
            Phase = submitted.Spec.Inputs.IsEmpty && submitted.Spec.Source.Stored is null ? JobPhase.Ready : JobPhase.Waiting,
        });
    }

    private void Take(JobRecord job)
    {
        _jobs.Add(job.Spec.Id, job);
        _producers.Add(job.Spec.Output, job.Spec.Id);
        _order.Add(job);
        _submissions = job.Number;
        if (job.HasEnded)
            KeepLog(job);
        else
            LiveCount++;
    }

    private static void Change(JobRecord job, JobEventOf change)
    {
        switch (change)
        {
            case InputsArrived:
                job.Phase = JobPhase.Ready;
                break;
            case JobLeased leased:
                Lease(job, leased);
                break;
            case RunReturned returned:
                job.UncleanRuns--;
                Requeue(job, returned.Reason, returned.RetryAt);
                break;
            case RunLost lost:
                job.Verdict = JobVerdict.Lost;
                job.IsRunAtLarge = lost.IsAtLarge;
                Requeue(job, lost.Reason, lost.RetryAt);
                break;
            case RunFailed failed:
                job.UncleanRuns--;
                job.FailedRuns++;
                job.Outcome = failed.Outcome;
                job.Verdict = failed.Outcome.Verdict;
                Requeue(job, failed.Outcome.Reason, failed.RetryAt);
                break;
            case OutputPublished:
                job.IsPublished = true;
                job.Outcome = job.Outcome?.WithoutOutput(); // the store has it now
                break;
            case OutputLost lost:
                job.Phase = JobPhase.Failed;
                job.Verdict = JobVerdict.Lost;
                job.Reason = lost.Reason;
                break;
        }
    }

    private static void Lease(JobRecord job, JobLeased leased)
    {
        // A run that is adopted again under its old epoch is not a new one.
        if (job.Epoch != leased.Epoch)
        {
            job.Attempts++;
            job.UncleanRuns++;
        }

        job.Phase = JobPhase.Leased;
        job.Worker = leased.Worker;
        job.Epoch = leased.Epoch;
        job.StartedAt = leased.At;
        job.RetryAt = null;
        job.IsRunAtLarge = false;
    }

    private static void Requeue(JobRecord job, string reason, DateTimeOffset retryAt)
    {
        job.Phase = JobPhase.Ready;
        job.Reason = reason;
        job.RetryAt = retryAt;
    }

    private void End(JobRecord job, JobEnded ended)
    {
        (job.Phase, job.Verdict, job.Outcome, job.Reason) = ended switch
        {
            JobCompleted completed => (JobPhase.Completed, completed.Outcome.Verdict, completed.Outcome, completed.Outcome.Reason),
            JobFailed failed => (JobPhase.Failed, failed.Verdict, failed.Outcome ?? job.Outcome, failed.Reason),
            JobCancelled cancelled => (JobPhase.Cancelled, JobVerdict.Cancelled, job.Outcome, cancelled.Reason),
            _ => throw new ArgumentException($"No such end: {ended}", nameof(ended)),
        };
        job.FinishedAt = ended.At;
        LiveCount--;
        KeepLog(job);
    }

    // Logs of ended jobs are the one part of the state whose size the jobs themselves choose: the oldest go first.
    private void KeepLog(JobRecord job)
    {
        if (job.Outcome is not { Stderr.Length: > 0 } outcome)
            return;
        job.LogPlace = _logs.AddLast(job);
        _logBytes += outcome.Stderr.Length;
        while (_logBytes > logBytesKept && _logs.First is { Value: var oldest })
        {
            LeaveLogs(oldest);
            oldest.Outcome = oldest.Outcome!.WithoutLog();
        }
    }

    private void LeaveLogs(JobRecord job)
    {
        if (job.LogPlace is not { } place)
            return;
        _logs.Remove(place);
        _logBytes -= job.Outcome!.Stderr.Length;
        job.LogPlace = null;
    }

    private void Forget(JobRecord job)
    {
        _jobs.Remove(job.Spec.Id);
        _producers.Remove(job.Spec.Output);
        _order.Remove(job);
        LeaveLogs(job);
    }
}
