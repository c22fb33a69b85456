using Actors.Jobs;

namespace Actors.Client;

/// <summary>A handle of a job that the cluster has accepted.</summary>
public sealed class CloudJob
{
    private readonly ComputeCloud _cloud;

    internal CloudJob(ComputeCloud cloud, JobId id, CloudObject output)
    {
        _cloud = cloud;
        Id = id;
        Output = output;
    }

    public JobId Id { get; }

    /// <summary>What the job prints. It can be read once the job is completed, and be another job's input at once.</summary>
    public CloudObject Output { get; }

    /// <summary>How the job stands now.</summary>
    /// <exception cref="ActorsException">No broker answers, or it has never heard of the job.</exception>
    public Task<JobView> ShowAsync(CancellationToken cancel = default) => _cloud.ShowJobAsync(Id, cancel);

    /// <summary>Waits until the job is completed and its output can be read.</summary>
    /// <exception cref="ActorsException">The job failed or was cancelled (<see cref="ErrorCodes.Failed"/>): the message has its verdict and reason.</exception>
    public async Task<JobView> WaitAsync(CancellationToken cancel = default)
    {
        var view = await _cloud.WaitForJobAsync(Id, cancel).ConfigureAwait(false);
        return view.Status == JobStatus.Completed
            ? view
            : throw new ActorsException(ErrorCodes.Failed, $"Job {Id} ({view.Name}) {JobWords.Of(view.Status)}, verdict {JobWords.Of(view.Verdict)}: {view.Reason}");
    }

    /// <summary>What the job wrote on stderr, its middle left out when it is long.</summary>
    public Task<string> ReadLogAsync(CancellationToken cancel = default) => _cloud.ReadJobLogAsync(Id, cancel);

    public override string ToString() => Id.ToString();
}
