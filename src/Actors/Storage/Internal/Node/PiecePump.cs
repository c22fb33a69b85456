using Actors.Links;
using Actors.Links.Internal;
using Actors.Storage.Internal.Local;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Node;

/// <summary>Sends a copy's content by a link: reads a piece ahead, verified, and offers it in messages of 64 KiB. Part of a sending actor.</summary>
internal sealed class PiecePump
{
    private readonly StoredObject _copy;
    private readonly LinkFeed _feed;
    private long _read;

    public PiecePump(NodeParts parts, StoredObject copy, long offset, LinkOutlet outlet, IActorRef self)
    {
        (_copy, _read) = (copy, offset);
        _feed = new LinkFeed(outlet, () => parts.Reader.Tell(new ReadPiece(copy, _read, "piece", self)));
    }

    /// <summary>Of the sending end: the next chunk is read while half of the one before waits for room in the receiver's window.</summary>
    public static LinkSettings Ahead(LinkSettings link) =>
        link with { Window = link.Window + (StorageLimits.ChunkBytes / LinkSettings.MaxMessageBytes / 2), StallTimeout = null };

    public void Begin()
    {
        if (_read < _copy.Info.Length)
            _feed.GoOn();
        else
            _feed.Give([], Closing());
    }

    public void On(PieceRead piece)
    {
        foreach (var part in piece.Parts)
            _read += part.Length;
        _feed.Give(piece.Parts.Select(part => UnsafeByteOperations.UnsafeWrap(part)), _read < _copy.Info.Length ? null : Closing());
    }

    private ByteString Closing() => ContentDigest.EndOf(_copy.Info.Length, _copy.Info.Digest).ToByteString();
}
