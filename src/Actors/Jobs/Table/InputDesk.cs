using Actors.Dispatch;
using Actors.Storage;

namespace Actors.Jobs.Table;

/// <summary>
/// The part of the table that deals with what jobs wait for: outputs of its own jobs, of which it hears by itself, and objects of the store, about
/// which it asks again and again.
/// </summary>
internal sealed class InputDesk(JobTable table, JobTableSettings settings)
{
    private const string WillNotCome = " will not come: ";

    public Waitlist Waiting { get; } = new();

    public void Await(JobRecord job)
    {
        var missing = new HashSet<ObjectId>();
        foreach (var input in job.Spec.ObjectsNeeded())
        {
            var producer = table.Ledger.ProducerOf(input);
            if (producer is { IsPublished: true } || missing.Contains(input))
                continue;
            if (producer is { Phase: JobPhase.Failed or JobPhase.Cancelled })
            {
                table.Fail(job, JobVerdict.None, CauseOf(producer, job, input));
                return;
            }

            missing.Add(input);
        }

        job.Live.Missing = missing;
        foreach (var input in missing)
        {
            if (Waiting.Add(input, job.Spec.Id) && table.Ledger.ProducerOf(input) is null)
                table.Do(new LookAtInput(input));
        }

        if (missing.Count == 0)
            table.Ready(job);
    }

    public void See(ObjectId input, InputState state)
    {
        if (Waiting.Find(input) is not { } awaited)
            return;
        if (state == InputState.Present)
        {
            Arrive(input);
            return;
        }

        if (table.Ledger.ProducerOf(input) is not null)
            return; // one of our own jobs makes it, and its end will tell
        awaited.See(state, table.Now.Monotonic);
        if (ReasonAgainst(awaited) is { } reason)
            FailWaiting(input, job => $"input {job.Spec.Describe(input)} {reason}");
        else
            table.Remind(new JobTimer(JobTimerKind.LookAgain, Input: input), table.Now.Monotonic + PauseBeforeLook(++awaited.Looks));
    }

    private string? ReasonAgainst(AwaitedInput awaited) => awaited.State switch
    {
        InputState.Absent when table.Now.Monotonic - awaited.Since >= settings.MissingInputGrace => "does not exist.",
        InputState.Incomplete when table.Now.Monotonic - awaited.Since >= settings.OrphanInputGrace =>
            "is declared as a job's output, but the broker knows no such job: it has failed and is forgotten, or was lost with an earlier broker.",
        _ => null,
    };

    private TimeSpan PauseBeforeLook(int looks) => Backoff.After(looks, settings.InputLookPause, settings.InputLookLongestPause);

    public void Arrive(ObjectId input)
    {
        foreach (var id in Waiting.Take(input))
        {
            var job = table.Ledger.Find(id)!;
            job.Live.Missing!.Remove(input);
            if (job.Live.Missing.Count == 0)
                table.Ready(job);
        }
    }

    public void LookAgain(ObjectId input)
    {
        if (Waiting.Find(input) is not null)
            table.Do(new LookAtInput(input));
    }

    public void Leave(JobRecord job)
    {
        foreach (var input in job.Live.Missing ?? [])
            Waiting.Leave(input, job.Spec.Id);
        job.Live.Missing = null;
    }

    public void FailDependentsOf(JobRecord job) => FailWaiting(job.Spec.Output, dependent => CauseOf(job, dependent, job.Spec.Output));

    private void FailWaiting(ObjectId input, Func<JobRecord, string> reason)
    {
        foreach (var id in Waiting.Take(input))
        {
            var job = table.Ledger.Find(id)!;
            job.Live.Missing!.Remove(input);
            table.Fail(job, JobVerdict.None, reason(job));
        }
    }

    private static string CauseOf(JobRecord producer, JobRecord job, ObjectId input) => $"input {job.Spec.Describe(input)}{WillNotCome}{RootOf(producer)}".Shortened();

    // The first job of a chain that failed, not all between: reasons that hold each other would grow with the square of the chain's length.
    private static string RootOf(JobRecord producer) => producer.Reason.LastIndexOf(WillNotCome, StringComparison.Ordinal) is >= 0 and var at
        ? producer.Reason[(at + WillNotCome.Length)..]
        : $"job {producer.Spec.Id} " + (producer.Phase == JobPhase.Cancelled ? "was cancelled." : $"failed: {producer.Reason}");
}
