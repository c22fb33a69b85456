using System.Security.Cryptography;
using Actors.Links;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Client.Internal;

/// <summary>
/// The client's end of one get: asks the front, passes the content on to a stream, checks it at the end. When the front is lost it asks the next one for
/// the rest.
/// </summary>
internal sealed class Download : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);

    private readonly GetContent _request;
    private readonly DownloadTerms _terms;
    private readonly TaskCompletionSource<Stream> _opened;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly LinkReadStream _content;
    private LinkInlet? _inlet;
    private ContentInfo? _info;
    private long _received;
    private int _unread;
    private int _unreadOfLost;
    private TimeSpan _askedAt;
    private TimeSpan _progressAt;

    public Download(ulong id, GetContent request, DownloadTerms terms, TaskCompletionSource<Stream> opened)
    {
        (_request, _terms, _opened) = (request, terms, opened);
        _request.RequestId = id;
        var self = Self;
        _content = new LinkReadStream(count => self.Tell(new Consumed(count)), () => self.Tell(new Abandoned()));
        Receive<ContentFound>(OnFound);
        Receive<RequestFailed>(OnRefused);
        Receive<LinkData>(data => _inlet?.On(data), data => (ulong)data.Link == _request.RequestId);
        Receive<LinkIdle>(OnIdle, idle => (ulong)idle.Link == _request.RequestId);
        Receive<LinkBroken>(broken => _inlet?.On(broken), broken => (ulong)broken.Link == _request.RequestId);
        Receive<Consumed>(OnConsumed);
        Receive<Abandoned>(_ => OnAbandoned());
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    protected override void PreStart()
    {
        _progressAt = Now;
        Ask();
        Timers.StartPeriodicTimer(nameof(Tick), new Tick(), TickEvery);
    }

    protected override void PostStop()
    {
        var failure = new ActorsException(ErrorCodes.Unavailable, "the transfer was stopped");
        _opened.TrySetException(failure);
        _content.Complete(failure);
    }

    private void OnFound(ContentFound found)
    {
        if (_inlet != null || found.RequestId != _request.RequestId) return; // the second answer to a question asked twice
        _info = found.Info;
        _request.ObjectId = found.Info.ObjectId; // from now on this very object, whatever is put under its name
        _request.Name = "";
        _progressAt = Now;
        if (found.Streamed)
        {
            _inlet = new LinkInlet((long)_request.RequestId, ToFront, () => Now) { Delivered = OnDelivered, Ended = OnEnded };
            _inlet.Open(_terms.Link);
        }
        else
        {
            Append(found.Content);
            End();
        }

        _opened.TrySetResult(_content);
    }

    private void OnIdle(LinkIdle idle)
    {
        if (_inlet == null) _progressAt = Now; // no link yet: the front is on its way to where this one was
        else _inlet.On(idle);
    }

    /// <summary>Once some of the content is here, a front that cannot go on just now is no reason to give up.</summary>
    private void OnRefused(RequestFailed answer)
    {
        if (answer.RequestId != _request.RequestId) return; // it speaks of a link that is lost already
        if (_info != null && answer.Code == ErrorCodes.Unavailable) AskNext();
        else Fail(new ActorsException(answer.Code, answer.Message));
    }

    private void OnDelivered(ByteString payload, bool last)
    {
        _progressAt = Now;
        if (last)
        {
            End();
            return;
        }

        _unread++;
        Append(payload);
    }

    private void OnConsumed(Consumed consumed)
    {
        _unread -= consumed.Messages;
        _progressAt = Now; // a slow reader is no fault of the cluster's
        // What came by a lost link gives the present one no credit.
        var lost = Math.Min(consumed.Messages, _unreadOfLost);
        _unreadOfLost -= lost;
        if (consumed.Messages > lost) _inlet?.Consume(consumed.Messages - lost);
    }

    private void Append(ByteString bytes)
    {
        _hash.AppendData(bytes.Span);
        _received += bytes.Length;
        _content.Add(bytes);
    }

    private void OnEnded(ActorsException? failure)
    {
        if (failure == null) return;
        if (failure.Code != ErrorCodes.Unavailable) Fail(failure);
        else AskNext();
    }

    private void OnTick()
    {
        _inlet?.Tick();
        if (_unread <= 0 && Now - _progressAt >= _terms.StandStill)
            Fail(new ActorsException(ErrorCodes.Unavailable, $"the content stands still after {_received} bytes; no node went on within {_terms.StandStill.TotalSeconds:0} s"));
        else if (_inlet == null && Now - _askedAt >= _terms.ResendAfter)
            Ask();
    }

    /// <summary>Under a new number, so that late messages of the lost link are told apart.</summary>
    private void AskNext()
    {
        _inlet = null;
        _unreadOfLost = _unread;
        _request.RequestId = RequestIds.New(_terms.Ids);
        _request.Offset = _received;
        Context.Parent.Tell(new FrontCaller.Adopt(_request.RequestId));
        _askedAt = Now - _terms.ResendAfter; // the next tick asks: not at once, the lost front may not be known as lost yet
    }

    private void Ask()
    {
        _askedAt = Now;
        // A copy: a message is not changed once it is sent.
        ToFront(_request.Clone());
    }

    private void End()
    {
        var right = _received == _info!.Length && _hash.GetHashAndReset().AsSpan().SequenceEqual(_info.Sha256.Span);
        _content.Complete(right ? null : new ActorsException(ErrorCodes.Unavailable, $"the {_received} bytes that came are not the object's {_info.Length}; get it again"));
        Timers.CancelAll();
        if (_inlet == null) Context.Stop(Self); // otherwise the reader still consumes; it ends this with the stream
    }

    private void OnAbandoned()
    {
        _inlet?.Break(ErrorCodes.Failed, "the reader has gone");
        Context.Stop(Self);
    }

    private void Fail(Exception failure)
    {
        _opened.TrySetException(failure);
        _content.Complete(failure);
        Context.Stop(Self);
    }

    private static void ToFront(object message) => Context.Parent.Tell(new FrontCaller.ToFront(message));

    private sealed record Tick;

    private sealed record Consumed(int Messages);

    private sealed record Abandoned;
}

/// <param name="Link">The link's limits.</param>
/// <param name="ResendAfter">An unanswered question is asked again after this long.</param>
/// <param name="StandStill">Without a byte for this long the download fails.</param>
/// <param name="Ids">For the numbers of further questions.</param>
internal sealed record DownloadTerms(LinkSettings Link, TimeSpan ResendAfter, TimeSpan StandStill, IdSource Ids);
