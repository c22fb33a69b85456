using System.Security.Cryptography;
using Actors.Links;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Client.Internal;

/// <summary>
/// Feeds a stream into the sending end of a link, one read at a time and never ahead of the link, inside an actor: reads come back to the actor as
/// <see cref="Read"/>.
/// </summary>
internal sealed class StreamOutlet
{
    private readonly Stream _content;
    private readonly LinkOutlet _outlet;
    private readonly IActorRef _self;
    private readonly Func<long, byte[], ByteString> _closing;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[LinkSettings.MaxMessageBytes];
    private long _length;
    private bool _reading;
    private bool _done;

    /// <param name="content">Read from where it stands; not disposed.</param>
    /// <param name="outlet">Its <see cref="LinkOutlet.Ready"/> belongs to this object.</param>
    /// <param name="self">The actor, which passes each <see cref="Read"/> to <see cref="On"/>.</param>
    /// <param name="closing">Makes the link's last message from the length and the SHA-256 of all bytes.</param>
    public StreamOutlet(Stream content, LinkOutlet outlet, IActorRef self, Func<long, byte[], ByteString> closing)
    {
        (_content, _outlet, _self, _closing) = (content, outlet, self, closing);
        outlet.Ready = ReadNext;
    }

    public void Start() => ReadNext();

    /// <exception cref="IOException">The stream cannot be read.</exception>
    public void On(Read read)
    {
        _reading = false;
        if (_outlet.IsOver) return;
        if (read.Failure != null) throw new IOException($"the content cannot be read: {read.Failure.Message}", read.Failure);
        if (read.Count == 0)
        {
            _done = true;
            _outlet.Offer(_closing(_length, _hash.GetHashAndReset()), last: true);
            return;
        }

        var bytes = _buffer.AsSpan(0, read.Count);
        _length += read.Count;
        _hash.AppendData(bytes);
        _outlet.Offer(ByteString.CopyFrom(bytes));
        ReadNext();
    }

    private void ReadNext()
    {
        if (_reading || _done || !_outlet.CanOffer) return;
        _reading = true;
        // Full messages: a stream that gives little at a time would waste the link's window, which counts messages.
        _content.ReadAtLeastAsync(_buffer, _buffer.Length, throwOnEndOfStream: false).AsTask()
            .PipeTo(_self, success: count => new Read(count, null), failure: failure => new Read(0, failure));
    }

    public sealed record Read(int Count, Exception? Failure);
}
