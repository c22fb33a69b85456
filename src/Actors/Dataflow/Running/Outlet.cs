using Actors.Dataflow.Graphs;
using Actors.Dataflow.Nodes;

namespace Actors.Dataflow.Running;

/// <summary>The sending end of an edge: what its credit allows goes into a batch, the rest waits in order.</summary>
/// <param name="spec">What it is.</param>
/// <param name="maxEventBytes">Of an event that leaves the process.</param>
internal sealed class Outlet(OutletSpec spec, int maxEventBytes)
{
    /// <summary>Events of one message; more only delays the first of them.</summary>
    private const int MaxBatch = 64;

    /// <summary>Who sends without awaiting is a module with an error in it, and must not fill the memory.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>
    /// An edge that closes a circle does not wait: whoever waits there waits for itself. Its receiver takes these events first, so that there are only as many as those that it took in have
    /// become; this is the limit, for flows that make too many of one.
    /// </summary>
    private const int CircleWindow = 100_000;

    private readonly Queue<(FlowEvent Item, PendingSend Send)> _waiting = new();
    private FlowEvent[] _batch = new FlowEvent[MaxBatch];
    private int _count;
    private long _confirmed;
    private bool _isDiscarded;
    private int _room = RoomOf(spec.Window, spec.Ttl);
    private int _credit = RoomOf(spec.Window, spec.Ttl);

    public OutletSpec Spec { get; } = spec;

    /// <summary>How often an event may pass; null: the edge closes no circle.</summary>
    public int? Ttl { get; private set; } = spec.Ttl;

    public bool IsClosed { get; private set; }

    /// <summary>The edge is no more part of the flow, but still has events.</summary>
    public bool IsCut { get; private set; }

    public bool HasWork => _count > 0;

    /// <summary>Events that wait for room.</summary>
    public int Waiting => _waiting.Count;

    public int Credit => _credit;

    public long Sent { get; private set; }

    /// <summary>Events that it was given, be they sent or waiting.</summary>
    public long Given => Sent + _waiting.Count;

    /// <summary>Of these, what the receiver needs no room for any more. On an edge that is no more nobody waits for that.</summary>
    public long Confirmed => IsGone ? long.MaxValue : _confirmed;

    /// <summary>It is no more part of the flow, and has sent all.</summary>
    public bool IsGone => IsClosed && (IsCut || _isDiscarded);

    /// <summary>Of these, what went to receivers that are gone.</summary>
    public long Settled { get; private set; }

    /// <summary>Of these, what receivers that are gone may not have handled.</summary>
    public long Lost { get; private set; }

    /// <summary>True: it is on its way. False: it waits, and <paramref name="send"/> is made if there is none yet.</summary>
    public bool Offer(FlowEvent item, ref PendingSend? send)
    {
        item = ForReceiver(item);
        if (_waiting.Count == 0 && _credit > 0)
        {
            Add(item);
            return true;
        }

        if (_waiting.Count >= MaxWaiting)
            throw new InvalidOperationException($"{MaxWaiting} events wait for room in {Spec.Outbox}: the module must await what SendAsync returns.");
        send ??= new PendingSend();
        send.Awaited++;
        _waiting.Enqueue((item, send));
        return false;
    }

    /// <summary>The receiver has room again.</summary>
    public void Confirm(int events)
    {
        _confirmed += events;
        Grant(events);
    }

    /// <summary>True: it is on its way. False: there is no room now, and it is not taken.</summary>
    public bool TryOffer(FlowEvent item)
    {
        if (IsClosed || _waiting.Count > 0 || _credit <= 0) return false;
        Add(ForReceiver(item));
        return true;
    }

    /// <summary>Who receives is another one now, and sent again is what it has not seen to, except for what is lost.</summary>
    public void ChangeReceiver(long settled, int lost)
    {
        Settled += settled + lost;
        Lost += lost;
        Grant(lost);
    }

    /// <summary>There is no receiver any more: nothing is sent, and nobody waits.</summary>
    /// <returns>Events that had waited.</returns>
    public int Discard()
    {
        var waited = _waiting.Count;
        foreach (var (_, send) in _waiting) send.Accepted();
        _waiting.Clear();
        _count = 0;
        (IsClosed, _isDiscarded) = (true, true);
        return waited;
    }

    public void SetLimits(int window, int? ttl)
    {
        var room = RoomOf(window, ttl);
        var more = room - _room;
        (_room, Ttl) = (room, ttl);
        // Less room than is taken already: nothing goes until enough of it has been given back.
        Grant(more);
    }

    private static int RoomOf(int window, int? ttl) => ttl is null ? window : CircleWindow;

    private void Grant(int events)
    {
        _credit += events;
        while (_credit > 0 && _waiting.TryDequeue(out var next))
        {
            Add(next.Item);
            next.Send.Accepted();
        }
    }

    /// <summary>Sends the batch. To be called before the actor rests.</summary>
    public void Flush()
    {
        if (_count == 0) return;
        Spec.Target.Tell(new FlowProtocol.Deliver(Spec.Edge, TakeBatch()), Akka.Actor.ActorRefs.NoSender);
        _count = 0;
    }

    /// <summary>Takes nothing new; it is to be closed when what waits has gone.</summary>
    public void Cut() => IsCut = true;

    public void Close()
    {
        if (IsClosed) return;
        IsClosed = true;
        Flush();
        Spec.Target.Tell(new FlowProtocol.EdgeClosed(Spec.Edge), Akka.Actor.ActorRefs.NoSender);
    }

    // What cannot leave the process is an error of who sends it, here and now.
    private FlowEvent ForReceiver(FlowEvent item) =>
        !Spec.LeavesProcess ? item : Spec.Kind == EdgeKind.Events ? SealedEvent.Seal(item, maxEventBytes) : SealedEvent.SealError(item, maxEventBytes);

    // A large batch goes as it stands; an array of 64 for each small one would cost more than a copy.
    private ArraySegment<FlowEvent> TakeBatch()
    {
        if (_count >= MaxBatch / 4)
        {
            var events = new ArraySegment<FlowEvent>(_batch, 0, _count);
            _batch = new FlowEvent[MaxBatch];
            return events;
        }

        var copy = _batch.AsSpan(0, _count).ToArray();
        Array.Clear(_batch, 0, _count);
        return copy;
    }

    private void Add(FlowEvent item)
    {
        _credit--;
        Sent++;
        _batch[_count++] = item;
        if (_count == MaxBatch) Flush();
    }
}

/// <summary>An event that waits for room in one or several outlets.</summary>
internal sealed class PendingSend
{
    // Continuations come back as messages of their actor, never in the middle of what grants the room.
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Awaited { get; set; }

    public Task Done => _done.Task;

    public void Accepted()
    {
        if (--Awaited == 0) _done.TrySetResult();
    }
}
