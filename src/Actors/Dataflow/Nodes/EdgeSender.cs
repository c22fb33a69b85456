using Actors.Dataflow.Wire;
using Actors.Links;
using Google.Protobuf;

namespace Actors.Dataflow.Nodes;

/// <summary>
/// The sending end of an edge between nodes: what its actor sends goes over a link, and the room for it comes back as the receiver releases it. When the receiver is lost, another one comes
/// with a link of its own: to it goes all that was not handled, or, at most once, only what is sent from then on. Not for use by several threads.
/// </summary>
/// <param name="keeps">Events are kept until they have been handled.</param>
/// <param name="open">Makes the sending end of the link of a number.</param>
internal sealed class EdgeSender(bool keeps, Func<long, LinkOutlet> open)
{
    private readonly FrameQueue _frames = new();
    private readonly Queue<ByteString> _kept = new();
    private LinkOutlet? _outlet;
    private long _accepted; // for this receiver
    private long _released; // by this receiver
    private bool _isClosed;

    /// <summary>Called when there is room for so many more.</summary>
    public Action<int> Freed { get; init; } = _ => { };

    /// <summary>Called when another receiver has come: how many events the one before had seen to, and how many it may have lost.</summary>
    public Action<long, int> ReceiverChanged { get; init; } = (_, _) => { };

    /// <summary>The number of the link that counts; 0: no receiver has come yet.</summary>
    public long Link { get; private set; }

    public void Accept(ByteString frame)
    {
        _accepted++;
        _frames.Add(frame);
        if (keeps) _kept.Enqueue(frame);
    }

    /// <summary>Nothing more comes.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Sends what there is room for. To be called after some were accepted, or the edge was closed.</summary>
    public void Flush()
    {
        if (_outlet is not { IsClosed: false, IsOver: false } outlet) return;
        while (!_frames.IsEmpty && outlet.HasRoom) outlet.Offer(_frames.Take());
        if (_isClosed && _frames.IsEmpty) outlet.Offer(ByteString.Empty, last: true);
    }

    /// <summary>A receiver has come.</summary>
    public void Begin(long link)
    {
        var isAnother = Link != 0;
        Link = link;
        _outlet = open(link);
        _outlet.Advanced = Flush;
        if (isAnother) BeginAnew();
        Flush();
    }

    public void Take(EdgeProgress progress)
    {
        if (progress.Link != Link || progress.Released <= _released || progress.Released > _accepted) return;
        var released = (int)(progress.Released - _released);
        _released = progress.Released;
        for (var count = 0; keeps && count < released; count++) _kept.Dequeue();
        Freed(released);
    }

    private void BeginAnew()
    {
        var (settled, open) = (_released, (int)(_accepted - _released));
        _frames.Clear();
        foreach (var frame in _kept) _frames.Add(frame);
        (_accepted, _released) = (_kept.Count, 0);
        ReceiverChanged(settled, keeps ? 0 : open);
    }
}
