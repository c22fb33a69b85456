using Actors.Links;
using Actors.Links.Internal;
using Actors.Storage;
using Actors.Storage.Internal;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Client.Internal;

/// <summary>The front's end of one large put: what comes by the link goes into the store; how that ended the front tells, and knows for a while.</summary>
internal sealed class FrontUpload : ContentReceiver
{
    private readonly BeginPut _put;
    private readonly IObjectStore _store;
    private ActorsException? _wrong;

    public FrontUpload(BeginPut put, IObjectStore store, FrontTerms terms)
        : base(terms.Link, new LinkOutcome(ErrorCodes.Unavailable, "the node has ended the transfer")) => (_put, _store) = (put, store);

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

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case BeginPut:
                OnAsked();
                break;
            case PutDone or RequestFailed:
                OnStored((IMessage)message);
                break;
            case LinkReaderClosed:
                break; // the store has what it wants, or says why not
            default:
                Unhandled(message);
                break;
        }
    }

    // Before the store has seen the end: wrong bytes must not be stored, and under this id nothing else could be stored any more.
    protected override void OnAll(ByteString closing)
    {
        _wrong = Mistake(UploadEnd.Parser.ParseFrom(closing));
        Content.Complete(_wrong);
    }

    protected override void OnLost(ActorsException failure) => Content.Complete(failure);

    /// <summary>The tunnel to the client may change while the transfer runs; answers go to where it spoke last.</summary>
    private void OnAsked()
    {
        var isFirst = Peer.IsNobody();
        Peer = Sender;
        if (isFirst) Begin();
    }

    private void Begin()
    {
        if (!TryId(_put.ObjectId, out var id))
        {
            OnStored(new RequestFailed { RequestId = _put.RequestId, Code = ErrorCodes.Invalid, Message = "object_id has 16 bytes" });
            return;
        }

        Open((long)_put.RequestId);
        PutAsync(id).PipeTo(Self, success: answer => answer, failure: failure => Front.FailureOf(_put.RequestId, failure));
    }

    private async Task<IMessage> PutAsync(ObjectId id)
    {
        var result = await _store.PutAsync(id, _put.Name, Content).ConfigureAwait(false);
        return DoneOf(_put.RequestId, _put.Name, result);
    }

    private ActorsException? Mistake(UploadEnd end)
    {
        if (end.Length != Digest.Length) return new ActorsException(ErrorCodes.Invalid, $"{Digest.Length} bytes came, the client sent {end.Length}");
        return end.Digest.Span.SequenceEqual(Digest.Digest.ToBytes()) ? null : new ActorsException(ErrorCodes.Unavailable, "the bytes changed on their way");
    }

    private void OnStored(IMessage answer)
    {
        if (_wrong != null) answer = Front.FailureOf(_put.RequestId, _wrong);
        Forget(); // the answer says more than that the link is broken, and must not come behind that
        Context.Parent.Tell(new HasEnded(_put.RequestId, answer, Peer));
        Context.Stop(Self);
    }

    /// <summary>To the front, which tells the client, and again when it asks again.</summary>
    public sealed record HasEnded(ulong Request, IMessage Answer, IActorRef Client);
}
