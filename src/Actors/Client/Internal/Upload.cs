using Actors.Links;
using Actors.Storage;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Client.Internal;

/// <summary>The client's end of one large put: asks the front for a link, feeds the content into it, waits for the word that it is stored.</summary>
internal sealed class Upload : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);

    private readonly BeginPut _begin;
    private readonly LinkOutlet _outlet;
    private readonly StreamOutlet _feed;
    private readonly ClientSettings _settings;
    private readonly TaskCompletionSource<PutDone> _done;
    private TimeSpan _askedAt;
    private TimeSpan _heardAt;
    private bool _heard;

    public Upload(BeginPut begin, Stream content, LinkSettings link, ClientSettings settings, TaskCompletionSource<PutDone> done)
    {
        (_begin, _settings, _done) = (begin, settings, done);
        _outlet = new LinkOutlet((long)begin.RequestId, link, ToFront, () => Now) { Ended = OnEnded };
        _feed = new StreamOutlet(content, _outlet, Self, Closing);
        Receive<LinkDemand>(OnDemand);
        Receive<LinkBroken>(_outlet.On);
        Receive<StreamOutlet.Read>(OnRead);
        Receive<PutDone>(answer => Finish(() => _done.TrySetResult(answer)));
        Receive<RequestFailed>(answer => Fail(new ActorsException(answer.Code, answer.Message)));
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    protected override void PreStart()
    {
        _heardAt = Now;
        Ask();
        _feed.Start();
        Timers.StartPeriodicTimer(nameof(Tick), new Tick(), TickEvery);
    }

    protected override void PostStop() => _done.TrySetException(new ActorsException(ErrorCodes.Unavailable, "the transfer was stopped"));

    private static ByteString Closing(long length, byte[] digest) =>
        new UploadEnd { Length = length, Digest = ByteString.CopyFrom(digest) }.ToByteString();

    private void OnDemand(LinkDemand demand)
    {
        // A front that begins anew after all was sent knows nothing of the put: it took the place of one that died.
        if (_outlet.IsOver && demand.Acked == 0) Fail(new ActorsException(ErrorCodes.Unavailable, "the node that took the content is gone"));
        _heard = true;
        _heardAt = Now;
        _outlet.On(demand);
    }

    private void OnRead(StreamOutlet.Read read)
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

    private void OnTick()
    {
        _outlet.Tick();
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

    private sealed record Tick;
}
