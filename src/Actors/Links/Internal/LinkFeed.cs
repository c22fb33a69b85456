using Google.Protobuf;

namespace Actors.Links.Internal;

/// <summary>Feeds the sending end with what is read somewhere: one read at a time, and only while the link has room. Part of an actor.</summary>
internal sealed class LinkFeed
{
    private readonly LinkOutlet _outlet;
    private readonly Action _read;

    /// <param name="outlet">Gets what is read; its <see cref="LinkOutlet.Advanced"/> belongs to this object.</param>
    /// <param name="read">Begins a read; <see cref="Give"/> is to follow.</param>
    public LinkFeed(LinkOutlet outlet, Action read)
    {
        (_outlet, _read) = (outlet, read);
        outlet.Advanced = GoOn;
    }

    public bool IsReading { get; private set; }

    /// <summary>Reads if there is room and nothing is being read.</summary>
    public void GoOn()
    {
        if (IsReading || !_outlet.HasRoom)
            return;
        IsReading = true;
        _read();
    }

    /// <param name="messages">What was read.</param>
    /// <param name="closing">The link's last message; null: more is to be read.</param>
    /// <param name="goesOn">It is still being read.</param>
    public void Give(IEnumerable<ByteString> messages, ByteString? closing = null, bool goesOn = false)
    {
        foreach (var message in messages)
            _outlet.Offer(message);
        if (closing is not null)
            _outlet.Offer(closing, last: true);
        IsReading = goesOn;
        GoOn();
    }
}
