using Actors.Jobs;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Gateways.ComputeCloud;

/// <summary>The gateway's way to the brokers: as a client through the node's proxy, as a worker through its <see cref="ForeignWorker"/>.</summary>
internal sealed class ClusterJobs(IActorRef proxy, IActorRef foreignWorker) : IClassicJobs
{
    // The client's own time-outs are longer; a connection has one command in work at a time, so it may wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int PageSize = 200;

    public Task SubmitAsync(JobSpec job, CancellationToken cancel) =>
        AskAsync<JobAccepted>(new SubmitJob { RequestId = 1, Client = "computecloud", Job = job.ToWire() }, cancel);

    public async Task<JobView> ShowAsync(JobId id, CancellationToken cancel) =>
        (await AskAsync<JobShown>(new GetJob { RequestId = 1, JobId = id.ToWire() }, cancel).ConfigureAwait(false)).Job;

    public async Task<ReadOnlyMemory<byte>> ReadLogAsync(JobId id, CancellationToken cancel) =>
        (await AskAsync<JobLogShown>(new GetJobLog { RequestId = 1, JobId = id.ToWire() }, cancel).ConfigureAwait(false)).Stderr.Memory;

    public async Task<bool> HasWorkAsync(CancellationToken cancel)
    {
        for (var after = ByteString.Empty; ;)
        {
            var page = await AskAsync<JobsListed>(new ListJobs { RequestId = 1, Status = JobStatus.Ready, After = after, Limit = PageSize }, cancel).ConfigureAwait(false);
            if (page.Jobs.Any(job => job.Runtime == "python")) return true;
            if (page.Next.IsEmpty) return false;
            after = page.Next; // a page may be short, or empty, before the end
        }
    }

    public Task<JobSpec?> TakeAsync(CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<JobSpec?>(TaskCreationOptions.RunContinuationsAsynchronously);
        foreignWorker.Tell(new ForeignWorker.Take(answer), ActorRefs.NoSender);
        return answer.Task.WaitAsync(cancel);
    }

    public void GiveBack(JobId id, string reason) => foreignWorker.Tell(new ForeignWorker.GiveBack(id, reason), ActorRefs.NoSender);

    public async Task<bool> FinishAsync(JobId id, byte[] output, byte[] errors, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        foreignWorker.Tell(new ForeignWorker.Finish(id, output, errors, answer), ActorRefs.NoSender);
        try
        {
            return await answer.Task.WaitAsync(Patience, TimeProvider.System, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // Each question has a temporary actor of its own, so the answer needs no number to be found by.
    private async Task<T> AskAsync<T>(IMessage request, CancellationToken cancel)
        where T : class, IMessage
    {
        try
        {
            return await proxy.Ask<IMessage>(request, Patience, cancel).ConfigureAwait(false) switch
            {
                T answer => answer,
                JobRequestFailed failed => throw new ActorsException(failed.Code, failed.Message),
                var other => throw new ActorsException(ErrorCodes.Failed, $"a {other.Descriptor.Name} came for a {typeof(T).Name}"),
            };
        }
        catch (AskTimeoutException failure)
        {
            throw new ActorsException(ErrorCodes.Timeout, $"no broker answered within {Patience.TotalSeconds:0} s", failure);
        }
    }
}
