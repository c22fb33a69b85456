using Actors.Dispatch;
using Actors.Jobs;
using Actors.Jobs.Table;
using Actors.Storage;
using Xunit.Sdk;

namespace Actors.Tests.Jobs.Simulation;

/// <summary>What must be true of any ledger, whatever happened.</summary>
internal static class JobsWorldChecks
{
    public static void CheckLedger(
        IReadOnlyList<JobEvent> ledger, IReadOnlyDictionary<ObjectId, (JobId Job, Epoch Epoch)> made, IReadOnlyDictionary<ObjectId, ObjectId> bindings)
    {
        var leased = new Dictionary<JobId, Epoch>();
        var ended = new HashSet<JobId>();
        var deadlines = new Dictionary<JobId, DateTimeOffset>();
        foreach (var change in ledger)
        {
            if (change is JobLeased lease)
                leased[lease.Job] = lease.Epoch;
            if (change is JobEnded end && !ended.Add(end.Job))
                throw new XunitException($"job {end.Job} ended twice (J2)");
            if (change is JobSubmitted { Spec.Deadline: { } deadline } submitted)
                deadlines.Add(submitted.Job, deadline);
            if (change is JobCompleted completed)
                CheckResult(completed, leased, made, bindings);
            if (change is JobCompleted inTime && deadlines.TryGetValue(inTime.Job, out var latest) && inTime.At > latest)
                throw new XunitException($"job {inTime.Job} was completed at {inTime.At:O}, after its deadline {latest:O}");
        }
    }

    public static void CheckReplay(JobLedger ledger, IReadOnlyList<JobEvent> events)
    {
        var replayed = new JobLedger(new JobTableSettings().LogBytesKept);
        foreach (var change in events)
            replayed.Apply(change);
        if (!Describe(replayed).SequenceEqual(Describe(ledger)))
            throw new XunitException("replaying the ledger gives another state");
    }

    public static IEnumerable<string> Describe(JobLedger ledger) => ledger.Jobs.Values.OrderBy(job => job.Number).Select(job =>
        $"{job.Spec.Id} {job.Phase} {job.Attempts} {job.FailedRuns} {job.UncleanRuns} {job.Recoveries} {job.Worker} {job.Epoch} {job.IsRunAtLarge} "
        + $"{job.Verdict} {job.Reason} {job.StartedAt} {job.FinishedAt} {job.RetryAt} {job.IsPublished} {job.Outcome}");

    private static void CheckResult(
        JobCompleted completed,
        Dictionary<JobId, Epoch> leased,
        IReadOnlyDictionary<ObjectId, (JobId Job, Epoch Epoch)> made,
        IReadOnlyDictionary<ObjectId, ObjectId> bindings)
    {
        var target = ObjectId.FromWire(completed.Outcome.ObjectId);
        if (made[target].Epoch != leased[completed.Job])
            throw new XunitException($"job {completed.Job} took the result of {made[target].Epoch}, while leased under {leased[completed.Job]} (J4)");
        if (bindings.Values.Count(bound => made.TryGetValue(bound, out var origin) && origin.Job == completed.Job) > 1)
            throw new XunitException($"job {completed.Job} has two outputs (J4)");
    }
}
