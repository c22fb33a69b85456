namespace Actors.Jobs.Table;

/// <summary>Finds out whether a new job would wait for itself. That can only be when somebody waits for its output already.</summary>
internal static class DependencyCycle
{
    /// <summary>The job through which it would wait for itself, or null.</summary>
    public static JobId? Find(JobLedger ledger, Waitlist waiting, JobSpec added)
    {
        if (waiting.Find(added.Output) is null)
            return null;
        var seen = new HashSet<JobId>();
        var toVisit = new Stack<JobSpec>([added]);
        while (toVisit.TryPop(out var job))
        {
            foreach (var input in job.Inputs)
            {
                if (input.Id == added.Output)
                    return job.Id;
                if (ledger.ProducerOf(input.Id) is { Phase: JobPhase.Waiting } producer && seen.Add(producer.Spec.Id))
                    toVisit.Push(producer.Spec);
            }
        }

        return null;
    }
}
