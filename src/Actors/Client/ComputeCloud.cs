using System.Text;
using Actors.Client.Internal;
using Actors.Futures;
using Actors.Jobs;
using Actors.Services;
using Actors.Storage;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Client;

/// <summary>
/// A cluster as a program sees it: put content in, run jobs on it, read what they print. Safe for use by several threads; it reconnects and sends again
/// by itself. Failures are <see cref="ActorsException"/> with a code.
/// </summary>
public sealed partial class ComputeCloud : IAsyncDisposable
{
    private readonly FrontLink _link;
    private readonly Func<Task> _stop;
    private readonly IdSource _ids;
    private readonly Lazy<FuturesClient> _futures;
    private int _isDisposed;

    internal ComputeCloud(ActorSystem system, FrontLink link, ServicesClient services, IdSource ids, Func<Task> stop)
    {
        ActorSystem = system;
        Services = services;
        _futures = new Lazy<FuturesClient>(() => new FuturesClient(system, services, ids, TimeProvider.System));
        _link = link;
        _ids = ids;
        _stop = stop;
    }

    /// <summary>The actor system underneath: a member's own, or the client's small one.</summary>
    public ActorSystem ActorSystem { get; }

    /// <summary>Methods that are called by name: to serve and to call.</summary>
    public ServicesClient Services { get; }

    /// <summary>Functions that the workers compute, and values that stay there.</summary>
    public FuturesClient Futures => _futures.Value;

    /// <summary>Puts a text into the store, as UTF-8.</summary>
    /// <inheritdoc cref="AddAsync"/>
    public async Task<StoredObject> AddStringAsync(string name, string content, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return await AddAsync(name, stream, cancel).ConfigureAwait(false);
    }

    /// <summary>Puts a file into the store; it is never held in memory as a whole.</summary>
    /// <inheritdoc cref="AddAsync"/>
    public async Task<StoredObject> AddFileAsync(string name, string path, CancellationToken cancel = default)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
            return await AddAsync(name, file, cancel).ConfigureAwait(false);
    }

    /// <summary>Puts the rest of a stream into the store. When it returns the content is on the disks of as many nodes as it says.</summary>
    /// <param name="name">For people and for <c>/net/NAME</c>; need not be unique.</param>
    /// <param name="content">Read from where it stands. If it can seek, a put that breaks off is begun again; if not, it fails.</param>
    /// <param name="cancel">Gives up; the content may be stored all the same.</param>
    /// <exception cref="ActorsException">Too few storage nodes are there (<see cref="ErrorCodes.Unavailable"/>), or the cluster does not answer.</exception>
    public async Task<StoredObject> AddAsync(string name, Stream content, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(content);
        var done = await _link.PutAsync(ObjectId.New(_ids), name, content, cancel).ConfigureAwait(false);
        return new StoredObject(this, done);
    }

    /// <summary>Opens an object, or the output of a completed job, for reading. Its bytes come as they are read and are checked at the end.</summary>
    /// <exception cref="ActorsException">
    /// Nobody has it (<see cref="ErrorCodes.NotFound"/>), its job is not done (<see cref="ErrorCodes.Incomplete"/>) or has failed
    /// (<see cref="ErrorCodes.Failed"/>), or too few nodes answer
    /// (<see cref="ErrorCodes.Unavailable"/>).
    /// </exception>
    public async Task<Stream> OpenAsync(ObjectId id, CancellationToken cancel = default)
    {
        try
        {
            return await _link.OpenAsync(id, cancel).ConfigureAwait(false);
        }
        catch (ActorsException failure) when (failure.Code == ErrorCodes.Incomplete)
        {
            if (await LostOutputs.FindAsync(_link, id, cancel).ConfigureAwait(false) is not { } job) throw;
            throw new ActorsException(ErrorCodes.Failed, LostOutputs.Describe(job), failure);
        }
    }

    /// <summary>The whole content.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public async Task<byte[]> GetAsync(ObjectId id, CancellationToken cancel = default)
    {
        var content = await OpenAsync(id, cancel).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            using var all = new MemoryStream();
            await content.CopyToAsync(all, cancel).ConfigureAwait(false);
            return all.ToArray();
        }
    }

    /// <summary>Finds an object by its id, or the newest one of a name.</summary>
    /// <exception cref="ActorsException">There is none (<see cref="ErrorCodes.NotFound"/>).</exception>
    public async Task<CloudObject> FindAsync(string idOrName, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(idOrName);
        var request = ObjectId.TryParse(idOrName, out var id) ? new FindContent { ObjectId = id.ToWire() } : new FindContent { Name = idOrName };
        var shown = await AskAsync<ContentShown>(number => { request.RequestId = number; return request; }, cancel).ConfigureAwait(false);
        return new CloudObject(this, ObjectId.FromWire(shown.Info.ObjectId), shown.Info.Name);
    }

    /// <summary>All objects, or those of one name, in the order of their ids, which is that of their making.</summary>
    public Task<IReadOnlyList<ContentInfo>> ListAsync(string name = "", CancellationToken cancel = default) => _link.ListAsync(name, cancel);

    /// <summary>Submits a job. When it returns the cluster has accepted it; running it comes later.</summary>
    /// <exception cref="ActorsException">The job is wrong in itself (<see cref="ErrorCodes.Invalid"/>), or no broker answers.</exception>
    public async Task<CloudJob> AddJobAsync(NewJob job, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        var source = Encoding.UTF8.GetByteCount(job.Source) <= JobSource.MaxInlineBytes
            ? JobSource.Inline(job.Source)
            : JobSource.InStore((await AddStringAsync(job.Name, job.Source, cancel).ConfigureAwait(false)).Id);
        return await SubmitAsync(job.ToSpec(_ids, source), cancel).ConfigureAwait(false);
    }

    /// <summary>Submits a job whose ids the caller has minted: doing so twice makes one job.</summary>
    /// <inheritdoc cref="AddJobAsync"/>
    public async Task<CloudJob> SubmitAsync(JobSpec job, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        var definition = job.Validated().ToWire();
        var accepted = await AskAsync<JobAccepted>(number => new SubmitJob { RequestId = number, Client = ClientName, Job = definition }, cancel).ConfigureAwait(false);
        var name = job.OutputName.Length > 0 ? job.OutputName : job.Name;
        return new CloudJob(this, JobId.FromWire(accepted.JobId), new CloudObject(this, ObjectId.FromWire(accepted.OutputId), name));
    }

    /// <summary>How a job stands.</summary>
    public async Task<JobView> ShowJobAsync(JobId id, CancellationToken cancel = default) =>
        (await AskAsync<JobShown>(number => new GetJob { RequestId = number, JobId = id.ToWire() }, cancel).ConfigureAwait(false)).Job;

    /// <summary>Waits, as long as it takes, until a job has ended and its output can be read.</summary>
    public async Task<JobView> WaitForJobAsync(JobId id, CancellationToken cancel = default)
    {
        while (true)
        {
            var shown = await _link.AskAsync<JobShown>(
                number => new GetJob { RequestId = number, JobId = id.ToWire(), WaitMs = (long)FrontLink.LongPoll.TotalMilliseconds }, FrontLink.LongPoll, cancel).ConfigureAwait(false);
            if (JobWords.IsOver(shown.Job.Status) && (shown.Job.Status != JobStatus.Completed || shown.Job.OutputPublished)) return shown.Job;
        }
    }

    /// <summary>Why a job does not run just now: its reasons are sentences for people.</summary>
    public Task<JobExplained> ExplainJobAsync(JobId id, CancellationToken cancel = default) =>
        AskAsync<JobExplained>(number => new ExplainJob { RequestId = number, JobId = id.ToWire() }, cancel);

    /// <summary>All jobs, newest first.</summary>
    public Task<IReadOnlyList<JobView>> ListJobsAsync(CancellationToken cancel = default) => _link.ListJobsAsync(JobStatus.Unknown, cancel);

    /// <summary>What a job wrote on stderr; where it is long its middle is left out.</summary>
    public async Task<string> ReadJobLogAsync(JobId id, CancellationToken cancel = default)
    {
        var log = await AskAsync<JobLogShown>(number => new GetJobLog { RequestId = number, JobId = id.ToWire() }, cancel).ConfigureAwait(false);
        return log.Stderr.ToStringUtf8();
    }

    /// <summary>The members of the cluster as the node sees them that answers.</summary>
    public Task<ClusterShown> ShowClusterAsync(CancellationToken cancel = default) =>
        AskAsync<ClusterShown>(number => new ShowCluster { RequestId = number }, cancel);

    /// <summary>The storage nodes and their shares of the keys.</summary>
    public Task<RingShown> ShowRingAsync(CancellationToken cancel = default) => AskAsync<RingShown>(number => new ShowRing { RequestId = number }, cancel);

    /// <summary>Lets go of the cluster; an embedded one is stopped and its temporary folder deleted. A second time has no effect.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        try
        {
            if (_futures.IsValueCreated)
                await Futures.CloseAsync().ConfigureAwait(false);
            await Services.CloseAsync().ConfigureAwait(false);
            await _link.CloseAsync().ConfigureAwait(false);
        }
        catch (SchedulerException)
        {
            // The actor system has ended by itself, as that of a member does which the others have lost: nothing is left to let go of.
        }
        finally
        {
            await _stop().ConfigureAwait(false);
        }
    }

    // Whose share of the workers a job counts for: one for each connected program.
    private string ClientName => _link.Name;

    private Task<T> AskAsync<T>(Func<ulong, IMessage> request, CancellationToken cancel)
        where T : class, IMessage => _link.AskAsync<T>(request, TimeSpan.Zero, cancel);
}
