namespace Actors.Jobs.Table;

/// <summary>Finds out whether a new job would wait for itself. That can only be when somebody waits for its output already.</summary>
/// <remarks>
/// It looks both ways in turns: from the new job to what it waits for, and from its output to who waits for that. As soon as one of the two ends without
/// having met the other there is no cycle, so a new job costs the smaller side, not all that waits.
/// </remarks>
internal static class DependencyCycle
{
    /// <summary>The job through which it would wait for itself, or null.</summary>
    public static JobId? Find(JobLedger ledger, Waitlist waiting, JobSpec added)
    {
        if (waiting.Find(added.Output) is null)
            return null;
        var inputs = added.ObjectsNeeded().ToHashSet();
        var needed = new Walk(added);
        var needing = new Walk(added);
        while (needed.Next is { } below && needing.Next is { } above)
        {
            foreach (var input in below.ObjectsNeeded())
            {
                if (input == added.Output)
                    return below.Id;
                if (ledger.ProducerOf(input) is { Phase: JobPhase.Waiting } producer)
                    needed.Add(producer.Spec);
            }

            if (inputs.Contains(above.Output))
                return above.Id;
            foreach (var reader in waiting.Find(above.Output)?.Jobs ?? [])
                needing.Add(ledger.Find(reader)!.Spec);
        }

        return null;
    }

    /// <summary>Jobs still to be looked at; each comes once.</summary>
    private sealed class Walk
    {
        private readonly HashSet<JobId> _seen = [];
        private readonly Stack<JobSpec> _toVisit = new();

        public Walk(JobSpec start) => Add(start);

        public JobSpec? Next => _toVisit.TryPop(out var job) ? job : null;

        public void Add(JobSpec job)
        {
            if (_seen.Add(job.Id))
                _toVisit.Push(job);
        }
    }
}
