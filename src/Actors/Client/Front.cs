using Actors.Client.Internal;
using Actors.Jobs;
using Actors.Links;
using Actors.Links.Internal;
using Actors.Storage;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Client;

/// <summary>
/// What a node is to programs outside the cluster: it takes their requests from the receptionist and acts for them on the store and the brokers. Its
/// messages are those of client.proto and the client's part of jobs.proto.
/// </summary>
internal sealed class Front : ReceiveActor
{
    private readonly IObjectStore _store;
    private readonly FrontTerms _terms;
    private readonly LinkActors _transfers = new(Context); // by request: a link has the number of the request for it

    private readonly EndedPuts _ended;

    public Front(IObjectStore store, IActorRef jobs, IFrontView view, FrontTerms terms)
    {
        (_store, _terms, _ended) = (store, terms, new EndedPuts(terms.Linger));
        Receive<Hello>(hello => Sender.Tell(view.Welcome(hello.RequestId)));
        Receive<PutContent>(Put);
        Receive<BeginPut>(put => Transfer(put.RequestId, put, () => Props.Create(() => new FrontUpload(put, _store, terms))));
        Receive<GetContent>(get => Transfer(get.RequestId, get, () => Props.Create(() => new FrontDownload(get, _store, terms))));
        Receive<FindContent>(find => Answer(find.RequestId, FindAsync(find)));
        Receive<ListContents>(list => Answer(list.RequestId, ListAsync(list)));
        Receive<ShowCluster>(show => Sender.Tell(view.Cluster(show.RequestId)));
        Receive<ShowRing>(show => Sender.Tell(view.Ring(show.RequestId)));
        Receive<ILinkMessage>(ToTransfer);
        Receive<FrontUpload.HasEnded>(End);
        Receive<Terminated>(ended => _transfers.Remove(ended.ActorRef));
        foreach (var request in (ReadOnlySpan<Type>)[typeof(SubmitJob), typeof(CancelJob), typeof(GetJob), typeof(ListJobs), typeof(GetJobLog), typeof(ExplainJob)])
            Receive(request, jobs.Forward);
    }

    protected override SupervisorStrategy SupervisorStrategy() => LinkActors.Strategy;

    private void Put(PutContent put)
    {
        if (!FrontUpload.TryId(put.ObjectId, out var id)) Refuse(put.RequestId, ErrorCodes.Invalid, "object_id has 16 bytes");
        else Answer(put.RequestId, PutAsync(put, id));
    }

    private async Task<IMessage> PutAsync(PutContent put, ObjectId id)
    {
        using var content = new MemoryStream(put.Content.ToByteArray(), writable: false);
        return FrontUpload.DoneOf(put.RequestId, put.Name, await _store.PutAsync(id, put.Name, content).ConfigureAwait(false));
    }

    private async Task<IMessage> FindAsync(FindContent find) =>
        new ContentShown { RequestId = find.RequestId, Info = FrontDownload.InfoOf(await FrontDownload.FindAsync(_store, find.ObjectId, find.Name).ConfigureAwait(false)) };

    private async Task<IMessage> ListAsync(ListContents list)
    {
        ObjectId? after = FrontUpload.TryId(list.After, out var id) ? id : list.After.IsEmpty ? null : throw new ActorsException(ErrorCodes.Invalid, "after has 16 bytes");
        var found = await _store.ListAsync(new ObjectQuery(list.Name.Length > 0 ? list.Name : null, after, _terms.PageSize)).ConfigureAwait(false);
        var page = new ContentsListed { RequestId = list.RequestId, More = found.Count == _terms.PageSize };
        var bytes = 0;
        foreach (var info in found.Select(FrontDownload.InfoOf))
        {
            bytes += info.CalculateSize();
            if (bytes > _terms.PageBytes && page.Contents.Count > 0)
            {
                page.More = true;
                break;
            }

            page.Contents.Add(info);
        }

        return page;
    }

    /// <summary>Sends the answer, or what went wrong, to who asked: the sender is kept now, because the work ends elsewhere.</summary>
    private void Answer(ulong request, Task<IMessage> work) =>
        work.PipeTo(Sender, Self, success: answer => answer, failure: failure => FailureOf(request, failure));

    private void Refuse(ulong request, string code, string message) => Sender.Tell(new RequestFailed { RequestId = request, Code = code, Message = message });

    private void Transfer(ulong request, object question, Func<Props> props)
    {
        // A question that is asked again goes to who works on it already.
        if (TellEnd(request) || _transfers.Forward((long)request, question))
            return;
        if (_transfers.Count >= _terms.MaxTransfers)
        {
            Refuse(request, ErrorCodes.Unavailable, $"this node serves {_terms.MaxTransfers} transfers already (actors.client.max-transfers)");
            return;
        }

        _transfers.Start((long)request, props());
        _transfers.Forward((long)request, question);
    }

    private void ToTransfer(ILinkMessage message)
    {
        if (_transfers.Forward(message) || message is LinkBroken || TellEnd((ulong)message.Link))
            return;
        Sender.Tell(new LinkBroken { Link = message.Link, Code = ErrorCodes.Unavailable, Reason = "this node knows nothing of the transfer" });
    }

    private void End(FrontUpload.HasEnded put)
    {
        _ended.Add(put.Request, put.Answer, Context.System.Scheduler.MonotonicClock);
        put.Client.Tell(put.Answer);
    }

    private bool TellEnd(ulong request)
    {
        if (_ended.Find(request) is not { } answer)
            return false;
        Sender.Tell(answer);
        return true;
    }

    public static RequestFailed FailureOf(ulong request, Exception failure)
    {
        var known = (failure as AggregateException)?.InnerException ?? failure;
        return new RequestFailed { RequestId = request, Code = (known as ActorsException)?.Code ?? ErrorCodes.Failed, Message = known.Message };
    }
}
