using System.Security.Cryptography;
using Actors.Links;
using Actors.Storage;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Client.Internal;

/// <summary>The front's end of one large put: what comes by the link goes into the store; how that ended is told until the client has heard it.</summary>
internal sealed class FrontUpload : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);

    private readonly BeginPut _put;
    private readonly IObjectStore _store;
    private readonly FrontTerms _terms;
    private readonly LinkInlet _inlet;
    private readonly LinkReadStream _content;
    private IActorRef _client = ActorRefs.Nobody;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private ActorsException? _wrong;
    private long _length;
    private IMessage? _answer;

    public FrontUpload(BeginPut put, IObjectStore store, FrontTerms terms)
    {
        (_put, _store, _terms) = (put, store, terms);
        var self = Self;
        _content = new LinkReadStream(count => self.Tell(new Consumed(count)), () => { });
        _inlet = new LinkInlet((long)put.RequestId, message => _client.Tell(message), () => Context.System.Scheduler.MonotonicClock)
        {
            Delivered = OnDelivered,
            Ended = OnEnded,
        };
        Receive<BeginPut>(_ => OnAsked());
        Receive<LinkData>(data => From(() => _inlet.On(data)));
        Receive<LinkIdle>(idle => From(() => _inlet.On(idle)));
        Receive<LinkBroken>(broken => From(() => _inlet.On(broken)));
        Receive<LinkDemand>(_ => { });
        Receive<Consumed>(consumed => _inlet.Consume(consumed.Messages));
        Receive<PutDone>(OnStored);
        Receive<RequestFailed>(OnStored);
        Receive<Tick>(_ => _inlet.Tick());
        Receive<Lingered>(_ => Context.Stop(Self));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static bool TryId(ByteString bytes, out ObjectId id)
    {
        id = bytes.Length == ObjectId.SizeBytes ? ObjectId.FromWire(bytes) : default;
        return bytes.Length == ObjectId.SizeBytes;
    }

    public static PutDone DoneOf(ulong request, string name, PutResult result) => new()
    {
        RequestId = request,
        Info = new ContentInfo { ObjectId = result.Id.ToWire(), Name = name, Length = result.Length, Sha256 = FrontDownload.DigestOf(result.Digest) },
        Copies = result.Copies,
        Wanted = result.Replicas,
    };

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), new Tick(), TickEvery);

    protected override void PostStop()
    {
        _hash.Dispose();
        _content.Complete(new ActorsException(ErrorCodes.Unavailable, "the transfer was stopped"));
    }

    private void OnAsked()
    {
        var isFirst = _client.IsNobody();
        _client = Sender;
        if (_answer != null) _client.Tell(_answer);
        else if (isFirst) Begin();
    }

    private void Begin()
    {
        if (!TryId(_put.ObjectId, out var id))
        {
            OnStored(new RequestFailed { RequestId = _put.RequestId, Code = ErrorCodes.Invalid, Message = "object_id has 16 bytes" });
            return;
        }

        _inlet.Open(_terms.Link);
        PutAsync(id).PipeTo(Self, success: answer => answer, failure: failure => Front.FailureOf(_put.RequestId, failure));
    }

    private async Task<IMessage> PutAsync(ObjectId id)
    {
        var result = await _store.PutAsync(id, _put.Name, _content).ConfigureAwait(false);
        return DoneOf(_put.RequestId, _put.Name, result);
    }

    /// <summary>The tunnel to the client may change while the transfer runs; answers go to where it spoke last.</summary>
    private void From(Action handle)
    {
        _client = Sender;
        handle();
    }

    private void OnDelivered(ByteString payload, bool last)
    {
        if (!last)
        {
            _length += payload.Length;
            _hash.AppendData(payload.Span);
            _content.Add(payload);
            return;
        }

        // Before the store has seen the end: wrong bytes must not be stored, and under this id nothing else could be stored any more.
        _wrong = Mistake(UploadEnd.Parser.ParseFrom(payload));
        _content.Complete(_wrong);
    }

    private ActorsException? Mistake(UploadEnd end)
    {
        if (end.Length != _length) return new ActorsException(ErrorCodes.Invalid, $"{_length} bytes came, the client sent {end.Length}");
        return end.Digest.Span.SequenceEqual(_hash.GetHashAndReset()) ? null : new ActorsException(ErrorCodes.Unavailable, "the bytes changed on their way");
    }

    private void OnEnded(ActorsException? failure)
    {
        if (failure != null) _content.Complete(failure);
    }

    private void OnStored(IMessage answer)
    {
        _answer = _wrong == null ? answer : Front.FailureOf(_put.RequestId, _wrong);
        _client.Tell(_answer);
        Timers.StartSingleTimer(nameof(Lingered), new Lingered(), _terms.Linger);
    }

    private sealed record Tick;

    private sealed record Consumed(int Messages);

    private sealed record Lingered;
}
