using Actors.Internal;
using Actors.Jobs;
using Actors.Links;
using Actors.Storage;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Client.Internal;

/// <summary>Calls to a front as tasks, from any thread: with time limits, and patience for what is unavailable just now.</summary>
internal sealed class FrontLink(IActorRef caller, ClientSettings settings, LinkSettings link, TimeProvider time, IdSource ids, string name)
{
    /// <summary>How long a front keeps a question about a job's end open. Below the 30 s after which a receptionist closes a silent tunnel.</summary>
    public static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    private readonly Task _ended = caller.WatchAsync();

    /// <summary>This client's name, for the broker's fair share.</summary>
    public string Name { get; } = name;

    /// <summary>Asks until there is an answer that is not <see cref="ErrorCodes.Unavailable"/>, or patience ends.</summary>
    /// <param name="request">Makes the message for a request number.</param>
    /// <param name="wait">How long the front itself may take by design.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<T> AskAsync<T>(Func<ulong, IMessage> request, TimeSpan wait, CancellationToken cancel)
        where T : class, IMessage => PatientlyAsync(() => AskOnceAsync<T>(request, wait, settings.RequestTimeout + wait, cancel), cancel);

    public async Task<T> AskOnceAsync<T>(Func<ulong, IMessage> request, TimeSpan wait, TimeSpan limit, CancellationToken cancel)
        where T : class, IMessage
    {
        var id = RequestIds.New(ids);
        var answer = new TaskCompletionSource<IMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        caller.Tell(new FrontCaller.Call(id, request(id), wait, answer));
        try
        {
            var message = await answer.Task.WaitAsync(limit, time, cancel).ConfigureAwait(false);
            return message as T ?? throw RequestIds.FailureIn(message) ?? new ActorsException(ErrorCodes.Failed, $"a {message.Descriptor.Name} came for a {typeof(T).Name}");
        }
        catch (TimeoutException)
        {
            throw new ActorsException(ErrorCodes.Timeout, $"no answer within {limit.TotalSeconds:0.#} s; it may have been done all the same");
        }
        finally
        {
            caller.Tell(new FrontCaller.Forget(id));
        }
    }

    public async Task<PutDone> PutAsync(ObjectId id, string objectName, Stream content, CancellationToken cancel)
    {
        var begin = content.CanSeek ? content.Position : -1;
        PrefixedStream? last = null;
        return await PatientlyAsync(PutOnceAsync, cancel, () => begin >= 0).ConfigureAwait(false);

        async Task<PutDone> PutOnceAsync()
        {
            // The upload that has failed may still be reading, which would move the stream under this one's hands.
            if (last != null) await last.LeaveAsync().WaitAsync(cancel).ConfigureAwait(false);
            if (begin >= 0) content.Position = begin;
            var head = new byte[LinkSettings.MaxMessageBytes + 1];
            var count = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
            return count <= LinkSettings.MaxMessageBytes
                ? await AskOnceAsync<PutDone>(number => Whole(number, ByteString.CopyFrom(head, 0, count)), TimeSpan.Zero, settings.RequestTimeout, cancel).ConfigureAwait(false)
                : await UploadAsync(last = new PrefixedStream(head, content), cancel).ConfigureAwait(false);
        }

        PutContent Whole(ulong number, ByteString bytes) => new() { RequestId = number, ObjectId = id.ToWire(), Name = objectName, Content = bytes };

        Task<PutDone> UploadAsync(Stream stream, CancellationToken stop)
        {
            var request = new BeginPut { RequestId = RequestIds.New(ids), ObjectId = id.ToWire(), Name = objectName };
            var done = new TaskCompletionSource<PutDone>(TaskCreationOptions.RunContinuationsAsynchronously);
            caller.Tell(new FrontCaller.StartTransfer(request.RequestId, Props.Create(() => new Upload(request, stream, link, settings, done))));
            return TransferAsync(done, request.RequestId, stop);
        }
    }

    public Task<Stream> OpenAsync(ObjectId id, CancellationToken cancel) => PatientlyAsync(
        () =>
        {
            var number = RequestIds.New(ids);
            var opened = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
            var terms = new DownloadTerms(link, settings.ResendAfter, settings.RequestTimeout, ids);
            var request = new GetContent { ObjectId = id.ToWire() };
            caller.Tell(new FrontCaller.StartTransfer(number, Props.Create(() => new Download(number, request, terms, opened))));
            return TransferAsync(opened, number, cancel);
        },
        cancel);

    public async Task<IReadOnlyList<ContentInfo>> ListAsync(string objectName, CancellationToken cancel)
    {
        var found = new List<ContentInfo>();
        for (var after = ByteString.Empty; ;)
        {
            var page = await AskAsync<ContentsListed>(number => new ListContents { RequestId = number, Name = objectName, After = after }, TimeSpan.Zero, cancel).ConfigureAwait(false);
            found.AddRange(page.Contents);
            if (!page.More) return found;
            after = page.Contents[^1].ObjectId;
        }
    }

    /// <param name="status">Unknown: all jobs.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<JobView>> ListJobsAsync(JobStatus status, CancellationToken cancel)
    {
        const int PageSize = 200;
        var found = new List<JobView>();
        for (var after = ByteString.Empty; ;)
        {
            var page = await AskAsync<JobsListed>(number => new ListJobs { RequestId = number, Status = status, After = after, Limit = PageSize }, TimeSpan.Zero, cancel).ConfigureAwait(false);
            found.AddRange(page.Jobs);
            if (page.Next.IsEmpty) return found;
            after = page.Next;
        }
    }

    public Task CloseAsync() => caller.GracefulStop(TimeSpan.FromSeconds(1));

    private async Task<T> TransferAsync<T>(TaskCompletionSource<T> end, ulong number, CancellationToken cancel)
    {
        var registration = cancel.UnsafeRegister(_ => caller.Tell(new FrontCaller.StopTransfer(number)), null);
        await using (registration.ConfigureAwait(false))
            return await end.Task.OrEndAsync(_ended, ErrorCodes.Failed, cancel).ConfigureAwait(false);
    }

    private async Task<T> PatientlyAsync<T>(Func<Task<T>> work, CancellationToken cancel, Func<bool>? mayRepeat = null)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (ActorsException failure) when (
                failure.Code == ErrorCodes.Unavailable && time.GetElapsedTime(began) < settings.Patience && (mayRepeat == null || mayRepeat()))
            {
                await Task.Delay(RetryPause, time, cancel).ConfigureAwait(false);
            }
        }
    }
}
