using System.Collections.Immutable;
using Actors.Client;
using Actors.Jobs;
using Actors.Storage;
using Google.Protobuf;

namespace Actors.Gateways.ComputeCloud;

/// <summary>Carries out the text protocol's commands on the cluster's store and brokers.</summary>
internal sealed class ClassicBackend(
    IObjectStore store, IClassicJobs jobs, ClassicDirectory directory, Func<IReadOnlyList<ClassicServer>> servers, IdSource ids) : IClassicBackend
{
    /// <summary>What fits into an <c>ACK</c> with one field of Base64.</summary>
    private const int MaxContentBytes = (ClassicFrame.MaxMessageBytes - 4) / 4 * 3;

    public async Task<ClassicReply> ExecuteAsync(ClassicRequest request, CancellationToken cancel)
    {
        try
        {
            return await (request switch
            {
                ClassicRequest.AddObject add => AddAsync(add, cancel),
                ClassicRequest.GetObject get => GetAsync(get, cancel),
                ClassicRequest.AddJob add => AddJobAsync(add, cancel),
                ClassicRequest.TakeJob => TakeAsync(cancel),
                ClassicRequest.UpdateJob update => UpdateAsync(update, cancel),
                ClassicRequest.HaveJob => HaveAsync(cancel),
                ClassicRequest.GetServers => Task.FromResult(Servers()),
                _ => throw new ArgumentOutOfRangeException(nameof(request), request, "no command of the backend"),
            }).ConfigureAwait(false);
        }
        catch (ActorsException failure)
        {
            return ClassicReply.Nack(failure.Message);
        }
    }

    private async Task<ClassicReply> AddAsync(ClassicRequest.AddObject add, CancellationToken cancel)
    {
        if (!directory.HasRoom(1)) return Full;
        var id = ObjectId.New(ids);
        using var content = new MemoryStream(add.Content, writable: false);
        await store.PutAsync(id, ClassicNames.ToText(add.Name), content, cancel).ConfigureAwait(false);
        return directory.TryAdd(add.Name, ClassicKind.Object, id.Value, out var entry) ? ClassicReply.Ack(ClassicTokens.FromHash(entry.Hash)) : Full;
    }

    private async Task<ClassicReply> GetAsync(ClassicRequest.GetObject get, CancellationToken cancel)
    {
        if (directory.Find(get.Hash, ClassicKind.Job) is { } job)
        {
            // The error text takes the place of the source once the job is over, as in the original.
            var view = await jobs.ShowAsync(new JobId(job.Id), cancel).ConfigureAwait(false);
            if (!JobWords.IsOver(view.Status)) return ClassicReply.Nack("the job is not done");
            return Content((await jobs.ReadLogAsync(new JobId(job.Id), cancel).ConfigureAwait(false)).Span);
        }

        if (directory.Find(get.Hash, ClassicKind.Object) is not { } entry) return Unknown;
        var reader = await store.OpenAsync(new ObjectId(entry.Id), cancel).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (reader.Info.Length > MaxContentBytes) return ClassicReply.Nack($"the object has {reader.Info.Length} bytes, a reply at most {MaxContentBytes}");
            var bytes = new byte[reader.Info.Length];
            await reader.Content.ReadExactlyAsync(bytes, cancel).ConfigureAwait(false);
            return Content(bytes);
        }
    }

    private async Task<ClassicReply> AddJobAsync(ClassicRequest.AddJob add, CancellationToken cancel)
    {
        if (!directory.HasRoom(2)) return Full; // its output and itself
        var inputs = ImmutableArray.CreateBuilder<JobInput>(add.Inputs.Length);
        foreach (var hash in add.Inputs)
        {
            if (directory.Find(hash, ClassicKind.Object) is not { } input) return Unknown;
            // As in the original a job can only be built on what is there already; the cluster itself could wait.
            var info = await store.StatAsync(new ObjectId(input.Id), cancel).ConfigureAwait(false);
            if (info.State != ObjectState.Present) return ClassicReply.Nack("an input is not complete");
            inputs.Add(new JobInput(ClassicNames.ToText(input.Name), info.Id));
        }

        var spec = new JobSpec
        {
            Id = JobId.New(ids),
            Name = ClassicNames.ToText(add.Name),
            Runtime = "python",
            Source = JobSource.Inline(ByteString.CopyFrom(add.Source)),
            Inputs = inputs.ToImmutable(),
            Output = ObjectId.New(ids),
            OutputName = ClassicNames.ToText(add.OutputName),
        }.Validated();
        await jobs.SubmitAsync(spec, cancel).ConfigureAwait(false);
        return directory.TryAdd(add.OutputName, ClassicKind.Object, spec.Output.Value, out var output) &&
            directory.TryAdd(add.Name, ClassicKind.Job, spec.Id.Value, out var job)
            ? ClassicReply.Ack(ClassicTokens.FromHash(job.Hash), ClassicTokens.FromHash(output.Hash))
            : Full;
    }

    private async Task<ClassicReply> TakeAsync(CancellationToken cancel)
    {
        if (await jobs.TakeAsync(cancel).ConfigureAwait(false) is not { } job) return ClassicReply.Nack("there is no job");
        var reply = Offer(job);
        if (reply.Message == ClassicReply.NackMessage) jobs.GiveBack(job.Id, reply.Reason);
        return reply;
    }

    /// <summary>The reply that hands a job over, or NACK when the protocol cannot carry it.</summary>
    private ClassicReply Offer(JobSpec job)
    {
        // Jobs that came another way than JADD may be too large, or have names that are no fields.
        if (job.Source.Stored != null) return ClassicReply.Nack("the source is an object of the store");
        var name = ClassicNames.ToWire(job.Name.Length > 0 ? job.Name : "job");
        if (!directory.TryAdd(name, ClassicKind.Job, job.Id.Value, out var entry)) return Full;

        List<string> fields = [ClassicTokens.FromBytes(job.Source.Text.Span), ClassicTokens.FromHash(entry.Hash)];
        foreach (var input in job.Inputs)
        {
            var inputName = ClassicNames.ToWire(input.Name);
            if (!ClassicNames.IsField(inputName)) return ClassicReply.Nack("the name of an input cannot be a field");
            if (!directory.TryAdd(inputName, ClassicKind.Object, input.Id.Value, out var content)) return Full;
            fields.Add(ClassicTokens.FromHash(content.Hash));
            // The job's own name for the input, which may differ from the object's.
            fields.Add(inputName);
        }

        return ClassicReply.Ack([.. fields]).Fitted();
    }

    private async Task<ClassicReply> UpdateAsync(ClassicRequest.UpdateJob update, CancellationToken cancel)
    {
        if (directory.Find(update.Hash, ClassicKind.Job) is not { } job) return Unknown;
        return await jobs.FinishAsync(new JobId(job.Id), update.Output, update.Errors, cancel).ConfigureAwait(false)
            ? ClassicReply.Done
            : ClassicReply.Nack("the lease is over, or another one was first");
    }

    private async Task<ClassicReply> HaveAsync(CancellationToken cancel) =>
        await jobs.HasWorkAsync(cancel).ConfigureAwait(false) ? ClassicReply.Done : ClassicReply.Nack("there is no job");

    private ClassicReply Servers()
    {
        // One salt each: placement is the ring's business, not that of the protocol's clients.
        var fields = servers().SelectMany(server => (string[])[server.Host, server.Port.ToString(), ClassicTokens.FromHash(0)]).ToArray();
        return fields.Length == 0 ? ClassicReply.Done : ClassicReply.Ack(fields);
    }

    private static ClassicReply Content(ReadOnlySpan<byte> bytes) => ClassicReply.Ack(ClassicTokens.FromBytes(bytes));

    private static ClassicReply Full { get; } = ClassicReply.Nack("the table of hashes is full (actors.gateways.computecloud.max-objects)");

    private static ClassicReply Unknown { get; } = ClassicReply.Nack("the hash is unknown here");
}
