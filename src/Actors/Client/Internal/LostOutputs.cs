using Actors.Jobs;
using Actors.Storage;

namespace Actors.Client.Internal;

/// <summary>
/// Outputs that will never be there because their jobs have ended without one. The store knows them as declared; how a job ended only the broker knows.
/// </summary>
internal static class LostOutputs
{
    /// <summary>The job that should have made the object and did not; null when it may still do so, or nobody can say.</summary>
    public static async Task<JobView?> FindAsync(FrontLink link, ObjectId output, CancellationToken cancel)
    {
        var wanted = output.ToWire();
        try
        {
            foreach (var status in (JobStatus[])[JobStatus.Failed, JobStatus.Cancelled])
            {
                var ended = await link.ListJobsAsync(status, cancel).ConfigureAwait(false);
                if (ended.FirstOrDefault(job => job.OutputId.Equals(wanted)) is { } found) return found;
            }
        }
        catch (ActorsException)
        {
            // No broker answers: what the store says stands.
        }

        return null;
    }

    public static string Describe(JobView job)
    {
        var id = JobId.FromWire(job.JobId);
        var more = job.Attempts > 0 ? "logs" : "show"; // what never ran wrote nothing
        return $"job {id} {(job.Status == JobStatus.Cancelled ? "was cancelled" : "failed")}: {job.Reason}; actors job {more} {id}";
    }
}
