using System.Collections.Immutable;
using Actors.Dataflow.Wire;
using Actors.Links;
using Google.Protobuf;

namespace Actors.Dataflow.Nodes;

/// <summary>
/// The receiving end of an edge between nodes: events come out of a link, and what its actor has seen to is told the sender. When the sender is lost, another one comes, with a link of its own.
/// Not for use by several threads.
/// </summary>
/// <param name="maxEventBytes">What there can be of one event.</param>
internal sealed class EdgeReceiver(int maxEventBytes)
{
    private FrameReader _frames = new(maxEventBytes);
    private LinkInlet? _inlet;
    private long _delivered;
    private long _released;
    private long _before; // delivered by senders that are gone
    private bool _isRepeated; // a sender that is gone had sent all: what the next one sends was here before
    private long _repeated; // events of that kind

    /// <summary>Called with events, in order.</summary>
    public Action<ImmutableArray<FlowEvent>> Delivered { get; init; } = _ => { };

    /// <summary>Called when nothing more comes.</summary>
    public Action Closed { get; init; } = () => { };

    /// <summary>Nothing more comes.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>What the sender is to know; null: nothing has come from it yet.</summary>
    public EdgeProgress? Progress => _inlet is { } inlet && Seen is var seen and > 0 ? new EdgeProgress { Link = inlet.Link, Released = seen } : null;

    // What is repeated has been seen to when all that it repeats has been.
    private long Seen => !_isRepeated ? _released - _before : _released < _delivered ? 0 : _repeated;

    /// <summary>A sender has come. What the one before has sent is seen to first; its room is nobody's.</summary>
    public void Begin(LinkInlet inlet)
    {
        _before = _delivered;
        (_isRepeated, _repeated) = (IsClosed, 0);
        _frames = new FrameReader(maxEventBytes);
        _inlet = inlet;
        inlet.Delivered = (bytes, last) => Take(inlet, bytes, last);
        inlet.Open();
    }

    /// <summary>The actor has room for so many more.</summary>
    public void Release(int events) => _released += events;

    private void Take(LinkInlet inlet, ByteString bytes, bool last)
    {
        // Each event has its room at the actor already: the link needs none of its own.
        inlet.Consume(1);
        ImmutableArray<FlowEvent> events = [.. _frames.Read(bytes).Select(SealedEvent.Open)];
        if (_isRepeated) _repeated += events.Length;
        else _delivered += events.Length;
        if (!_isRepeated && !events.IsEmpty) Delivered(events);
        if (!last) return;
        IsClosed = true;
        Closed();
    }
}
