using Actors.Links;
using Actors.Storage.Internal.Local;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Node;

/// <summary>Sends a copy's content by a link: reads a piece ahead, verified, and offers it in messages of 64 KiB. Part of a sending actor.</summary>
internal sealed class PiecePump(NodeParts parts, StoredObject copy, long offset, LinkOutlet outlet, IActorRef self)
{
    private readonly Queue<ByteString> _messages = new();
    private long _read = offset;
    private bool _reading;
    private bool _ended;

    public void On(PieceRead read)
    {
        _reading = false;
        foreach (var part in read.Parts)
        {
            _read += part.Length;
            _messages.Enqueue(UnsafeByteOperations.UnsafeWrap(part));
        }

        Pump();
    }

    public void Pump()
    {
        while (outlet.CanOffer && _messages.TryDequeue(out var message))
            outlet.Offer(message);
        if (_read < copy.Info.Length)
            ReadAhead();
        else if (_messages.Count == 0 && !_ended && outlet.CanOffer)
            End();
    }

    private void ReadAhead()
    {
        if (_reading || _messages.Count > StorageLimits.ChunkBytes / LinkSettings.MaxMessageBytes / 2)
            return;
        _reading = true;
        parts.Reader.Tell(new ReadPiece(copy, _read, "piece", self));
    }

    private void End()
    {
        _ended = true;
        var end = new UploadEnd { Length = copy.Info.Length, Digest = UnsafeByteOperations.UnsafeWrap(copy.Info.Digest.ToBytes()) };
        outlet.Offer(end.ToByteString(), last: true);
    }
}
