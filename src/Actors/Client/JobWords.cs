using Actors.Jobs;

namespace Actors.Client;

/// <summary>The words for a job's states and verdicts, as people and <c>--json</c> see them.</summary>
public static class JobWords
{
    /// <summary>One of submitted, waiting, ready, running, completed, failed, cancelled.</summary>
    public static string Of(JobStatus status) => status switch
    {
        JobStatus.Submitted => "submitted",
        JobStatus.Waiting => "waiting",
        JobStatus.Ready => "ready",
        JobStatus.Running => "running",
        JobStatus.Completed => "completed",
        JobStatus.Failed => "failed",
        JobStatus.Cancelled => "cancelled",
        _ => "unknown",
    };

    /// <summary>One of ok, exit, signal, time, cpu, memory, output, disk, cancelled, lost, sandbox; empty while no run has ended.</summary>
    public static string Of(JobVerdict verdict) => verdict switch
    {
        JobVerdict.Ok => "ok",
        JobVerdict.Exit => "exit",
        JobVerdict.Signal => "signal",
        JobVerdict.Time => "time",
        JobVerdict.Cpu => "cpu",
        JobVerdict.Memory => "memory",
        JobVerdict.Output => "output",
        JobVerdict.Disk => "disk",
        JobVerdict.Cancelled => "cancelled",
        JobVerdict.Lost => "lost",
        JobVerdict.Sandbox => "sandbox",
        _ => "",
    };

    /// <summary>The job will not change any more.</summary>
    public static bool IsOver(JobStatus status) => status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled;
}
