using Actors.Links;
using Actors.Links.Internal;
using Actors.Storage;
using Actors.Storage.Internal;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Client.Internal;

/// <summary>The front's end of one get: finds the content, sends it whole when it is small and by a link when it is not.</summary>
internal sealed class FrontDownload : LinkActor
{
    private readonly GetContent _get;
    private readonly IObjectStore _store;
    private ObjectReader? _reader;
    private LinkOutlet? _outlet;
    private ContentFeed? _feed;
    private ContentFound? _answer;
    private long _skipped; // written by the skipping task
    private long _toldOf;

    public FrontDownload(GetContent get, IObjectStore store, FrontTerms terms)
        : base(terms.Link, new LinkOutcome(ErrorCodes.Unavailable, "the node has ended the transfer")) => (_get, _store) = (get, store);

    public static ContentInfo InfoOf(ObjectInfo info) => new()
    {
        ObjectId = info.Id.ToWire(),
        Name = info.Name,
        Length = info.Length,
        Sha256 = info.State == ObjectState.Incomplete ? ByteString.Empty : DigestOf(info.Digest),
        Incomplete = info.State == ObjectState.Incomplete,
    };

    public static ByteString DigestOf(Digest digest) => ByteString.CopyFrom(digest.ToBytes());

    /// <summary>By id, or the newest of a name: ids are ordered by time.</summary>
    public static async Task<ObjectInfo> FindAsync(IObjectStore store, ByteString id, string name)
    {
        if (!id.IsEmpty)
        {
            return FrontUpload.TryId(id, out var known)
                ? await store.StatAsync(known).ConfigureAwait(false)
                : throw new ActorsException(ErrorCodes.Invalid, "object_id has 16 bytes");
        }

        ObjectInfo? newest = null;
        for (ObjectId? after = null; ;)
        {
            var page = await store.ListAsync(new ObjectQuery(name, after)).ConfigureAwait(false);
            if (page.Count == 0) break;
            newest = page[^1];
            after = newest.Id;
        }

        return newest ?? throw new ActorsException(ErrorCodes.NotFound, $"there is no object named '{name}'; actors ls shows what there is");
    }

    protected override void PostStop()
    {
        base.PostStop();
        _reader?.Dispose();
    }

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case GetContent:
                OnAsked();
                break;
            case Opened opened:
                OnOpened(opened);
                break;
            case RequestFailed failure:
                Peer.Tell(failure);
                Context.Stop(Self);
                break;
            case ContentFeed.Read read:
                OnRead(read);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnAsked()
    {
        var isFirst = Peer.IsNobody();
        Peer = Sender;
        if (_answer != null) Peer.Tell(_answer);
        else if (Volatile.Read(ref _skipped) is var skipped && skipped > _toldOf) TellOfSkipping(skipped);
        else if (isFirst) OpenAsync().PipeTo(Self, success: opened => opened, failure: failure => Front.FailureOf(_get.RequestId, failure));
    }

    private async Task<object> OpenAsync()
    {
        var id = FrontUpload.TryId(_get.ObjectId, out var known) ? known : (await FindAsync(_store, _get.ObjectId, _get.Name).ConfigureAwait(false)).Id;
        var reader = await _store.OpenAsync(id).ConfigureAwait(false);
        try
        {
            await SkipAsync(reader.Content, _get.Offset).ConfigureAwait(false);
            var isSmall = reader.Info.Length - _get.Offset <= LinkSettings.MaxMessageBytes;
            var content = isSmall ? await ByteString.FromStreamAsync(reader.Content).ConfigureAwait(false) : ByteString.Empty;
            return new Opened(reader, content, !isSmall);
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task SkipAsync(Stream content, long count)
    {
        if (count is < 0) throw new ActorsException(ErrorCodes.Invalid, "offset is below 0");
        var buffer = new byte[LinkSettings.MaxMessageBytes];
        while (count > 0)
        {
            var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count))).ConfigureAwait(false);
            if (read == 0) throw new ActorsException(ErrorCodes.Invalid, "offset is behind the content's end");
            count -= read;
            Volatile.Write(ref _skipped, _skipped + read);
        }
    }

    /// <summary>Getting past what the client has already may take longer than the client waits for a word.</summary>
    private void TellOfSkipping(long skipped)
    {
        _toldOf = skipped;
        Peer.Tell(new LinkIdle { Link = (long)_get.RequestId });
    }

    private void OnOpened(Opened opened)
    {
        _reader = opened.Reader;
        _answer = new ContentFound { RequestId = _get.RequestId, Info = InfoOf(_reader.Info), Content = opened.Content, Streamed = opened.IsStreamed };
        if (opened.IsStreamed)
        {
            var self = Self;
            _outlet = NewOutlet((long)_get.RequestId);
            _outlet.Ended = _ => Context.Stop(self);
            _feed = new ContentFeed(_reader.Content, _outlet, digest: null, Self);
            _feed.GoOn();
        }

        Peer.Tell(_answer);
        if (!opened.IsStreamed) Context.Stop(Self);
    }

    private void OnRead(ContentFeed.Read read)
    {
        try
        {
            _feed!.On(read);
        }
        catch (IOException failure)
        {
            // The store could not go on at any copy: the client asks another front for the rest.
            _outlet!.Break(ErrorCodes.Unavailable, failure.Message);
        }
    }

    private sealed record Opened(ObjectReader Reader, ByteString Content, bool IsStreamed);
}
