using Actors.Links;
using Actors.Links.Internal;
using Actors.Storage.Internal;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Client.Internal;

/// <summary>
/// The client's end of one get: asks the front, passes the content on to a stream, checks it at the end. When the front is lost it asks the next one for
/// the rest.
/// </summary>
internal sealed class Download : ContentReceiver
{
    private readonly GetContent _request;
    private readonly DownloadTerms _terms;
    private readonly TaskCompletionSource<Stream> _opened;
    private ContentInfo? _info;
    private TimeSpan _askedAt;
    private TimeSpan _progressAt;

    public Download(ulong id, GetContent request, DownloadTerms terms, TaskCompletionSource<Stream> opened)
        : base(terms.Link, new LinkOutcome(ErrorCodes.Failed, "the reader has gone"))
    {
        (_request, _terms, _opened) = (request, terms, opened);
        _request.RequestId = id;
    }

    protected override void PreStart()
    {
        base.PreStart();
        _progressAt = Now;
        Ask();
    }

    protected override void PostStop()
    {
        base.PostStop();
        _opened.TrySetException(new ActorsException(ErrorCodes.Unavailable, "the transfer was stopped"));
    }

    protected override void OnSaid(ILinkMessage message)
    {
        if (End == null && message is LinkIdle && (ulong)message.Link == _request.RequestId)
            _progressAt = Now; // no link yet: the front is on its way to where this one was
        base.OnSaid(message);
    }

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case ContentFound found:
                OnFound(found);
                break;
            case RequestFailed answer:
                OnRefused(answer);
                break;
            case LinkReaderClosed:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnFound(ContentFound found)
    {
        if (End != null || found.RequestId != _request.RequestId) return; // the second answer to a question asked twice
        _info = found.Info;
        _request.ObjectId = found.Info.ObjectId; // from now on this very object, whatever is put under its name
        _request.Name = "";
        _progressAt = Now;
        if (found.Streamed)
        {
            Open((long)_request.RequestId, ToFront);
        }
        else
        {
            Add(found.Content, by: null);
            Complete();
        }

        _opened.TrySetResult(Content);
    }

    /// <summary>Once some of the content is here, a front that cannot go on just now is no reason to give up.</summary>
    private void OnRefused(RequestFailed answer)
    {
        if (answer.RequestId != _request.RequestId) return; // it speaks of a link that is lost already
        if (_info != null && answer.Code == ErrorCodes.Unavailable) AskNext();
        else Fail(new ActorsException(answer.Code, answer.Message));
    }

    protected override void Add(ByteString bytes, LinkInlet? by)
    {
        _progressAt = Now;
        base.Add(bytes, by);
    }

    protected override void OnAll(ByteString closing) => Complete();

    protected override void OnLost(ActorsException failure)
    {
        if (failure.Code != ErrorCodes.Unavailable) Fail(failure);
        else AskNext();
    }

    protected override void OnTick()
    {
        if (Content.HasUnread)
            _progressAt = Now; // a slow reader is no fault of the cluster's
        if (Now - _progressAt >= _terms.StandStill)
            Fail(new ActorsException(ErrorCodes.Unavailable, $"the content stands still after {Digest.Length} bytes; no node went on within {_terms.StandStill.TotalSeconds:0} s"));
        else if (End == null && Now - _askedAt >= _terms.ResendAfter)
            Ask();
    }

    /// <summary>Under a new number, so that late messages of the lost link are told apart.</summary>
    private void AskNext()
    {
        Forget();
        _request.RequestId = RequestIds.New(_terms.Ids);
        _request.Offset = Digest.Length;
        Context.Parent.Tell(new FrontCaller.AskAs(_request.RequestId));
        _askedAt = Now - _terms.ResendAfter; // the next tick asks: not at once, the lost front may not be known as lost yet
    }

    private void Ask()
    {
        _askedAt = Now;
        // A copy: a message is not changed once it is sent.
        ToFront(_request.Clone());
    }

    private void Complete()
    {
        var right = Digest.Length == _info!.Length && Digest.Digest.ToBytes().AsSpan().SequenceEqual(_info.Sha256.Span);
        Content.Complete(right ? null : new ActorsException(ErrorCodes.Unavailable, $"the {Digest.Length} bytes that came are not the object's {_info.Length}; get it again"));
        Timers.CancelAll();
        if (End == null) Context.Stop(Self); // otherwise the reader still consumes; it ends this with the stream
    }

    private void Fail(Exception failure)
    {
        _opened.TrySetException(failure);
        Content.Complete(failure);
        Context.Stop(Self);
    }

    private static void ToFront(object message) => Context.Parent.Tell(new FrontCaller.ToFront(message));
}

/// <param name="Link">The link's limits.</param>
/// <param name="ResendAfter">An unanswered question is asked again after this long.</param>
/// <param name="StandStill">Without a byte for this long the download fails.</param>
/// <param name="Ids">For the numbers of further questions.</param>
internal sealed record DownloadTerms(LinkSettings Link, TimeSpan ResendAfter, TimeSpan StandStill, IdSource Ids);
