using Actors.Storage;

namespace Actors.Jobs.Table;

/// <summary>What the table tells about its jobs. It only reads.</summary>
internal static class JobViews
{
    /// <summary>How many records one page of a list may look at, so that a rare status does not hold up the broker.</summary>
    private const int LookedAtPerPage = 20_000;

    public static JobView View(this JobRecord job)
    {
        var outcome = job.Outcome;
        var view = new JobView
        {
            JobId = job.Spec.Id.ToWire(),
            Name = job.Spec.Name,
            Status = StatusOf(job.Phase),
            Runtime = job.Spec.Runtime,
            Attempts = job.Attempts,
            Worker = job.Worker,
            Verdict = job.Verdict,
            OutputId = job.Spec.Output.ToWire(),
            OutputName = job.Spec.NameOfOutput(),
            Reason = job.Reason,
            Queue = job.Spec.Queue,
            Priority = job.Spec.Priority,
            Client = job.Client,
            SubmittedUnixMs = job.SubmittedAt.ToUnixTimeMilliseconds(),
            StartedUnixMs = job.StartedAt?.ToUnixTimeMilliseconds() ?? 0,
            FinishedUnixMs = job.FinishedAt?.ToUnixTimeMilliseconds() ?? 0,
            Progress = job.Phase == JobPhase.Completed ? 1 : job.Live.Progress,
            ProgressText = job.Live.ProgressText,
            OutputPublished = job.IsPublished,
        };
        if (outcome is not null)
        {
            view.ExitCode = outcome.ExitCode;
            view.WallMs = outcome.WallMs;
            view.CpuMs = outcome.CpuMs;
            view.PeakMemoryBytes = outcome.PeakMemoryBytes;
            view.OutputLength = outcome.Length;
        }

        return view;
    }

    /// <summary>One page, newest first. <paramref name="after"/> is the cursor of the page before; the returned one is null at the end.</summary>
    public static (IReadOnlyList<(JobView View, long Number)> Jobs, long? Next) List(this JobLedger ledger, JobStatus status, long? after, int limit)
    {
        var page = new List<(JobView, long)>();
        var looked = 0;
        foreach (var job in ledger.Order.DownFrom(after - 1 ?? long.MaxValue))
        {
            if (page.Count == limit || looked++ == LookedAtPerPage)
                return (page, job.Number + 1);
            if (status == JobStatus.Unknown || StatusOf(job.Phase) == status)
                page.Add((job.View(), job.Number));
        }

        return (page, null);
    }

    /// <summary>Why the job does not run now: the matcher's own conditions, one by one.</summary>
    public static IReadOnlyList<string> Explain(this JobTable table, JobRecord job) => job.Phase switch
    {
        JobPhase.Waiting => [.. MissingOf(table, job)],
        JobPhase.Ready => [.. DelaysOf(table, job)],
        JobPhase.Leased => [$"It runs on worker {job.Worker}, attempt {job.Attempts}."],
        JobPhase.Completed when !job.IsPublished => ["It is completed; its output is being stored."],
        _ => [$"It has ended: {StatusOf(job.Phase)}. {job.Reason}".TrimEnd()],
    };

    private static IEnumerable<string> MissingOf(JobTable table, JobRecord job) =>
        (job.Live.Missing ?? []).Select(input => $"It waits for input {job.Spec.Describe(input)}{StateOf(table, input)}");

    private static string StateOf(JobTable table, ObjectId input) => table.Ledger.ProducerOf(input) switch
    {
        { Phase: JobPhase.Completed } => ", which is being stored.",
        { } producer => $", the output of job {producer.Spec.Id}, which is {StatusOf(producer.Phase)}.",
        null when table.Inputs.Waiting.Find(input) is { State: InputState.Absent } => ", which does not exist.",
        null when table.Inputs.Waiting.Find(input) is { State: InputState.Incomplete } => ", the output of a job that the broker does not know.",
        null => ", which is not in the store yet.",
    };

    private static IEnumerable<string> DelaysOf(JobTable table, JobRecord job)
    {
        if (job.Live.Ticket is null)
        {
            yield return job.RetryAt is { } retry ? $"It is tried again at {retry:O}: {job.Reason}" : $"It is not to run before {job.Spec.NotBefore:O}.";
            yield break;
        }

        if (table.GrantsFrom > table.Now.Monotonic)
            yield return "The broker has just taken over and waits for workers to claim what they run.";
        var asked = job.Spec.AskedLabels();
        var offering = table.Matcher.Workers.Where(worker => worker.Shape.Offered.Offers(asked)).ToArray();
        if (table.Matcher.Workers.Count == 0)
            yield return "No worker is there.";
        else if (offering.Length == 0)
            yield return $"None of the {table.Matcher.Workers.Count} workers has the labels [{asked}].";
        else if (!offering.Any(worker => worker.HasCredit))
            yield return $"All {offering.Length} workers that could run it are busy; {table.Matcher.ReadyCount} jobs are ready.";
    }

    private static JobStatus StatusOf(JobPhase phase) => phase switch
    {
        JobPhase.Waiting => JobStatus.Waiting,
        JobPhase.Ready => JobStatus.Ready,
        JobPhase.Leased => JobStatus.Running,
        JobPhase.Completed => JobStatus.Completed,
        JobPhase.Failed => JobStatus.Failed,
        _ => JobStatus.Cancelled,
    };
}
