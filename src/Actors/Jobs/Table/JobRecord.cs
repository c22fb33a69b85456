using Actors.Dispatch;

namespace Actors.Jobs.Table;

/// <summary>What the events say of one job. Only <see cref="JobLedger"/> changes it.</summary>
internal sealed class JobRecord(JobSpec spec, string client, long number, DateTimeOffset submittedAt)
{
    public JobSpec Spec { get; } = spec;

    public string Client { get; } = client;

    /// <summary>Counts submissions; later jobs have higher numbers.</summary>
    public long Number { get; } = number;

    public DateTimeOffset SubmittedAt { get; } = submittedAt;

    public JobPhase Phase { get; set; }

    /// <summary>Runs started.</summary>
    public int Attempts { get; set; }

    /// <summary>Runs that failed by themselves.</summary>
    public int FailedRuns { get; set; }

    /// <summary>Runs started and not known to have ended cleanly; the current one counts, so a job that takes its broker along counts as well.</summary>
    public int UncleanRuns { get; set; }

    /// <summary>Brokers that went down while they had this job leased.</summary>
    public int Recoveries { get; set; }

    public string Worker { get; set; } = "";

    /// <summary>The latest grant, also after it has ended.</summary>
    public Epoch Epoch { get; set; } = Epoch.None;

    /// <summary>The latest run was taken back without word of its end.</summary>
    public bool IsRunAtLarge { get; set; }

    /// <summary>How the last run ended, if one did.</summary>
    public RunOutcome? Outcome { get; set; }

    /// <summary>The verdict on the job as a whole; it differs from the outcome's when no run was the cause.</summary>
    public JobVerdict Verdict { get; set; }

    public string Reason { get; set; } = "";

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>After a failed run: not before this.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    public bool IsPublished { get; set; }

    public bool HasEnded => Phase >= JobPhase.Completed;

    /// <summary>It has ended, and what it made can be read.</summary>
    public bool IsOver => HasEnded && (Phase != JobPhase.Completed || IsPublished);

    /// <summary>Its place among the logs that are kept, if its log is.</summary>
    public LinkedListNode<JobRecord>? LogPlace { get; set; }

    /// <summary>What the table knows of it beside the events; made anew by every broker.</summary>
    public LiveJob Live { get; private set; } = new();

    /// <summary>The same state for another ledger.</summary>
    public JobRecord Copy()
    {
        var copy = (JobRecord)MemberwiseClone();
        copy.LogPlace = null;
        copy.Live = new LiveJob();
        return copy;
    }
}

/// <summary>The part of a job's state that no event carries: places in queues, what the worker said last.</summary>
internal sealed class LiveJob
{
    public ReadyTicket<JobId>? Ticket { get; set; }

    /// <summary>The monotonic time until which it pauses after a run.</summary>
    public TimeSpan PausedUntil { get; set; } = TimeSpan.MinValue;

    /// <summary>Inputs not seen yet; null once all are there.</summary>
    public HashSet<Storage.ObjectId>? Missing { get; set; }

    /// <summary>The number of the event that accepted the job: no run may start before it is durable.</summary>
    public long AcceptedBy { get; set; }

    public double Progress { get; set; }

    public string ProgressText { get; set; } = "";
}
