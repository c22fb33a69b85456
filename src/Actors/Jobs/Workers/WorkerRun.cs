namespace Actors.Jobs.Workers;

/// <summary>One run as its worker sees it.</summary>
internal sealed class WorkerRun(RunKey key, JobSpec job, string client, int attempt)
{
    public RunKey Key { get; } = key;

    public JobSpec Job { get; } = job;

    public string Client { get; } = client;

    public int Attempt { get; } = attempt;

    public WorkerRunPhase Phase { get; set; }

    /// <summary>The worker's monotonic time at which it has to be still.</summary>
    public TimeSpan LeaseEnd { get; set; }

    public bool IsSuspended { get; set; }

    public RunOutcome? Outcome { get; set; }

    public double Progress { get; set; }

    public string ProgressText { get; set; } = "";
}

internal enum WorkerRunPhase
{
    /// <summary>Waits for a slot: the run before it is still being killed.</summary>
    Queued,
    Running,

    /// <summary>Being killed; its outcome is of no interest.</summary>
    Stopping,

    /// <summary>Being killed because the worker shuts down; given back when it is still.</summary>
    Returning,

    /// <summary>The result is sent until the broker has accepted or refused it.</summary>
    Finished,
}
