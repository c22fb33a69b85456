using Actors.Links;
using Actors.Links.Internal;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal;

/// <summary>Feeds a stream into the sending end of a link. Part of an actor, to which each <see cref="Read"/> comes; it passes it to <see cref="On"/>.</summary>
internal sealed class ContentFeed
{
    private readonly Stream _content;
    private readonly ContentDigest? _digest;
    private readonly LinkFeed _feed;
    private readonly IActorRef _self;
    private readonly CancellationToken _cancel;

    /// <param name="content">Read from where it stands; not disposed.</param>
    /// <param name="outlet">Of the link.</param>
    /// <param name="digest">Of all that is read; the link's closing message tells it. Null: that is empty.</param>
    /// <param name="self">The actor.</param>
    /// <param name="cancel">Of the reading.</param>
    public ContentFeed(Stream content, LinkOutlet outlet, ContentDigest? digest, IActorRef self, CancellationToken cancel = default)
    {
        (_content, _digest, _self, _cancel) = (content, digest, self, cancel);
        _feed = new LinkFeed(outlet, Begin);
    }

    /// <summary>The stream is in use; its link may be over meanwhile.</summary>
    public bool IsReading => _feed.IsReading;

    public void GoOn() => _feed.GoOn();

    /// <exception cref="IOException">The stream cannot be read.</exception>
    public void On(Read read)
    {
        if (read.Failure is { } failure)
            throw new IOException($"the content cannot be read: {failure.Message}", failure);
        _digest?.Add(read.Bytes.Span);
        ByteString? closing = null;
        if (read.Bytes.Length < LinkSettings.MaxMessageBytes)
            closing = _digest?.End().ToByteString() ?? ByteString.Empty;
        _feed.Give(read.Bytes.IsEmpty ? [] : [UnsafeByteOperations.UnsafeWrap(read.Bytes)], closing);
    }

    private void Begin() => ReadAsync().PipeTo(_self, success: bytes => new Read(this, bytes, null), failure: failure => new Read(this, default, failure));

    /// <summary>Full messages: a stream that gives little at a time would waste the link's window, which counts messages, and those that store them make whole chunks of them as they are.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadAsync()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(LinkSettings.MaxMessageBytes);
        var count = await _content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, _cancel).ConfigureAwait(false);
        return buffer.AsMemory(0, count);
    }

    public sealed record Read(ContentFeed By, ReadOnlyMemory<byte> Bytes, Exception? Failure);
}
