using Actors.Links;
using Actors.Links.Internal;
using Actors.Storage.Internal;
using Akka.Actor;

namespace Actors.Client.Internal;

/// <summary>The client's end of one large put: asks the front for a link, feeds the content into it, waits for the word that it is stored.</summary>
internal sealed class Upload : LinkActor
{
    private readonly BeginPut _begin;
    private readonly LinkOutlet _outlet;
    private readonly ContentDigest _digest = new();
    private readonly ContentFeed _feed;
    private readonly ClientSettings _settings;
    private readonly TaskCompletionSource<PutDone> _done;
    private TimeSpan _askedAt;
    private TimeSpan _heardAt;
    private bool _heard;

    public Upload(BeginPut begin, Stream content, LinkSettings link, ClientSettings settings, TaskCompletionSource<PutDone> done)
        : base(link, new LinkOutcome(ErrorCodes.Unavailable, "the client has ended"))
    {
        (_begin, _settings, _done) = (begin, settings, done);
        _outlet = NewOutlet((long)begin.RequestId, ToFront);
        _outlet.Ended = OnEnded;
        _feed = new ContentFeed(content, _outlet, _digest, Self);
    }

    protected override void PreStart()
    {
        base.PreStart();
        _heardAt = Now;
        Ask();
        _feed.GoOn();
    }

    protected override void PostStop()
    {
        base.PostStop();
        _done.TrySetException(new ActorsException(ErrorCodes.Unavailable, "the transfer was stopped"));
        _digest.Dispose();
    }

    protected override void OnSaid(ILinkMessage message)
    {
        if (message is LinkDemand demand)
        {
            // A front that begins anew after all was sent knows nothing of the put: it took the place of one that died.
            if (_outlet.IsOver && demand.Acked == 0) Fail(new ActorsException(ErrorCodes.Unavailable, "the node that took the content is gone"));
            _heard = true;
            _heardAt = Now;
        }

        base.OnSaid(message);
    }

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case ContentFeed.Read read:
                OnRead(read);
                break;
            case PutDone answer:
                Finish(() => _done.TrySetResult(answer));
                break;
            case RequestFailed answer:
                Fail(new ActorsException(answer.Code, answer.Message));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void OnTick()
    {
        // Before the first demand, and again when all was sent: the front answers a repeated question with what it knows.
        if (_heard && !_outlet.IsOver) return;
        if (Now - _heardAt >= _settings.RequestTimeout)
            Fail(new ActorsException(ErrorCodes.Timeout, $"no answer within {_settings.RequestTimeout.TotalSeconds:0.#} s; it may have been done all the same"));
        else if (Now - _askedAt >= _settings.ResendAfter)
            Ask();
    }

    private void OnEnded(ActorsException? failure)
    {
        if (failure != null) Fail(failure);
        else _askedAt = _heardAt = Now;
    }

    private void OnRead(ContentFeed.Read read)
    {
        try
        {
            _feed.On(read);
        }
        catch (IOException failure)
        {
            _outlet.Break(ErrorCodes.Invalid, failure.Message);
            Fail(failure);
        }
    }

    private void Ask()
    {
        _askedAt = Now;
        ToFront(_begin);
    }

    private static void ToFront(object message) => Context.Parent.Tell(new FrontCaller.ToFront(message));

    private void Fail(Exception failure) => Finish(() => _done.TrySetException(failure));

    private void Finish(Action complete)
    {
        complete();
        Context.Stop(Self);
    }
}
