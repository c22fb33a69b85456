using Actors.Jobs;

namespace Actors.Gateways.ComputeCloud;

/// <summary>What the gateway asks of the brokers: as a client, and as a worker whose hands are the foreign runners.</summary>
internal interface IClassicJobs
{
    /// <exception cref="ActorsException">It was not accepted.</exception>
    Task SubmitAsync(JobSpec job, CancellationToken cancel);

    /// <exception cref="ActorsException">No broker answers, or it has never heard of the job.</exception>
    Task<JobView> ShowAsync(JobId id, CancellationToken cancel);

    /// <exception cref="ActorsException">No broker answers, or it has never heard of the job.</exception>
    Task<ReadOnlyMemory<byte>> ReadLogAsync(JobId id, CancellationToken cancel);

    /// <summary>Whether a python job waits for a worker.</summary>
    Task<bool> HasWorkAsync(CancellationToken cancel);

    /// <summary>Leases a python job for a foreign runner; null when there is none just now.</summary>
    Task<JobSpec?> TakeAsync(CancellationToken cancel);

    /// <summary>The job cannot be handed to a foreign runner after all.</summary>
    void GiveBack(JobId id, string reason);

    /// <summary>A foreign runner's result. False: the job is not its to finish, or is no longer.</summary>
    Task<bool> FinishAsync(JobId id, byte[] output, byte[] errors, CancellationToken cancel);
}

/// <summary>A gateway that speaks the text protocol.</summary>
internal sealed record ClassicServer(string Host, int Port);
