using Actors.Links;
using Actors.Links.Internal;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal;

/// <summary>Receives the content of an object by a link, or by several one after the other, for a reader who sets the pace. Whether it is right shows when all has come.</summary>
internal abstract class ContentReceiver : LinkActor
{
    protected ContentReceiver(LinkSettings settings, LinkOutcome farewell)
        : base(settings, farewell) => Content.Attach(Self.Tell);

    /// <summary>For the reader.</summary>
    protected LinkReadStream Content { get; } = new();

    /// <summary>Of what has come so far.</summary>
    protected ContentDigest Digest { get; } = new();

    /// <summary>Goes on by this link.</summary>
    protected void Open(long link, Action<object>? send = null)
    {
        var inlet = NewInlet(link, send);
        inlet.Delivered = (payload, last) =>
        {
            if (last)
                OnAll(payload);
            else
                Add(payload, inlet);
        };
        inlet.Ended = failure =>
        {
            if (failure is not null)
                OnLost(failure);
        };
        inlet.Open();
    }

    protected virtual void Add(ByteString bytes, LinkInlet? by)
    {
        Digest.Add(bytes.Span);
        Content.Add(bytes, by);
    }

    /// <summary>The link's closing message has come.</summary>
    protected abstract void OnAll(ByteString closing);

    /// <summary>The link is over before that.</summary>
    protected abstract void OnLost(ActorsException failure);

    protected override void PostStop()
    {
        base.PostStop();
        Digest.Dispose();
        Content.Complete(new ActorsException(ErrorCodes.Unavailable, "the transfer was stopped"));
    }
}
