using System.Collections.Immutable;
using Actors.Dataflow.Graphs;

namespace Actors.Dataflow.Running;

/// <summary>All inboxes and outboxes of one flow actor: queues, credit, batches. Knows no module, no clock and no thread; used by one actor.</summary>
/// <param name="maxEventBytes">Of an event that leaves the process.</param>
/// <param name="tooManyLaps">Makes the error of an event that has gone in a circle too often, or that there is no room for in it.</param>
internal sealed class PortBook(int maxEventBytes, Func<FlowEvent, FlowEvent> tooManyLaps)
{
    private readonly Dictionary<long, Inlet> _inlets = [];
    private readonly Dictionary<long, Outlet> _outlets = [];
    private readonly List<Inbox> _inboxes = [];
    private readonly Receipts _receipts = new();
    private Outlet[] _events = [];
    private Outlet[] _errors = [];
    private Outlet[] _logs = [];
    private Inlet[] _acknowledged = [];
    private Outlet[] _confirming = [];
    private int _turn;

    public IReadOnlyList<Inbox> Inboxes => _inboxes;

    public IEnumerable<Outlet> Outlets => _outlets.Values;

    /// <summary>Names of the connected outboxes for events.</summary>
    public ImmutableArray<string> OutboxNames { get; private set; } = [];

    /// <summary>Names of the connected inboxes.</summary>
    public ImmutableArray<string> InboxNames { get; private set; } = [];

    /// <summary>Events that had no outbox to go to.</summary>
    public long Dropped { get; private set; }

    /// <summary>Log lines that there was no room for.</summary>
    public long DroppedLogs { get; private set; }

    public int Waiting { get; private set; }

    public bool IsFlushed => !_outlets.Values.Any(outlet => outlet.Waiting > 0 || outlet.HasWork);

    public bool AllInletsClosed => _inlets.Count == 0;

    /// <summary>Events that came by the edges that are open, from who sends now.</summary>
    public ImmutableArray<FlowProtocol.EdgeCount> Received => [.. _inlets.Values.Select(inlet => new FlowProtocol.EdgeCount(inlet.Spec.Edge, inlet.Received - inlet.Settled))];

    /// <summary>Events that went by the edges that are open, to who receives now.</summary>
    public ImmutableArray<FlowProtocol.EdgeCount> Sent =>
        [.. _outlets.Values.Where(outlet => !outlet.IsClosed).Select(outlet => new FlowProtocol.EdgeCount(outlet.Spec.Edge, outlet.Sent - outlet.Settled))];

    public void Add(InletSpec spec)
    {
        _inlets[spec.Edge] = new Inlet(spec, InboxOf(spec.Inbox));
        if (spec.CreditWhenHandled) _acknowledged = [.. _inlets.Values.Where(inlet => inlet.Spec.CreditWhenHandled)];
        InboxNames = [.. _inlets.Values.Select(inlet => inlet.Spec.Inbox).Distinct().Order(StringComparer.Ordinal)];
    }

    public void Add(OutletSpec spec)
    {
        _outlets[spec.Edge] = new Outlet(spec, maxEventBytes);
        SortOutlets();
    }

    /// <summary>An edge out of here is no more: it takes nothing new, and closes when what it has has gone.</summary>
    public void CutOutlet(long edge)
    {
        if (!_outlets.TryGetValue(edge, out var outlet)) return;
        outlet.Cut();
        EndIfCut(outlet);
        SortOutlets();
    }

    // It is none of those that are flushed with all others.
    private void EndIfCut(Outlet outlet)
    {
        if (!outlet.IsCut) return;
        outlet.Flush();
        if (outlet.Waiting > 0) return;
        outlet.Close();
        _outlets.Remove(outlet.Spec.Edge);
    }

    public Inbox InboxOf(string name)
    {
        if (_inboxes.Find(inbox => inbox.Name == name) is { } known) return known;
        var inbox = new Inbox(name);
        _inboxes.Add(inbox);
        return inbox;
    }

    public void Receive(FlowProtocol.Deliver delivery)
    {
        if (!_inlets.TryGetValue(delivery.Edge, out var inlet)) return;
        foreach (var item in delivery.Events.AsSpan()) inlet.Inbox.Add(item, inlet);
        Waiting += delivery.Events.Count;
        inlet.Received += delivery.Events.Count;
    }

    public void Inject(FlowEvent item, string inbox)
    {
        InboxOf(inbox).Add(item, null);
        Waiting++;
    }

    /// <summary>The next event, from the inboxes in turn.</summary>
    public bool TryTake(out Arrival arrival)
    {
        if (Waiting == 0)
        {
            arrival = default;
            return false;
        }

        arrival = NextInbox().Take();
        Waiting--;
        if (arrival.Inlet is { } inlet) arrival = arrival with { Number = inlet.Taken() };
        return true;
    }

    // What goes in a circle is ended before anything new is let in.
    private Inbox NextInbox()
    {
        if (_inboxes.Count > 1 && _inboxes.Find(inbox => inbox.Circling > 0) is { } circling) return circling;
        do
        {
            if (++_turn >= _inboxes.Count) _turn = 0;
        }
        while (_inboxes[_turn].Count == 0);
        return _inboxes[_turn];
    }

    /// <param name="item">What is sent.</param>
    /// <param name="outbox">Null: all.</param>
    public ValueTask SendAsync(FlowEvent item, string? outbox)
    {
        PendingSend? pending = null;
        var sent = false;
        foreach (var outlet in _events)
        {
            if (outbox is not null && outlet.Spec.Outbox != outbox) continue;
            sent = true;
            Offer(outlet, item, ref pending);
        }

        if (!sent) Dropped++;
        return pending is null ? ValueTask.CompletedTask : new ValueTask(pending.Done);
    }

    public ValueTask SendErrorAsync(FlowEvent item)
    {
        PendingSend? pending = null;
        OfferError(item, ref pending);
        return pending is null ? ValueTask.CompletedTask : new ValueTask(pending.Done);
    }

    public void Log(FlowEvent line)
    {
        foreach (var outlet in _logs)
            if (!outlet.TryOffer(line)) DroppedLogs++;
    }

    public void Grant(FlowProtocol.Credit credit)
    {
        if (!_outlets.TryGetValue(credit.Edge, out var outlet)) return;
        outlet.Confirm(credit.Events);
        EndIfCut(outlet);
        _receipts.Settle();
    }

    /// <summary>An event has been handled.</summary>
    public void Handled(Arrival arrival)
    {
        if (arrival.Inlet is not { Spec.CreditWhenHandled: true } inlet) return;
        if (_confirming.Length == 0) inlet.Handled(arrival.Number);
        else _receipts.Add(() => inlet.Handled(arrival.Number), _confirming);
    }

    /// <summary>Says something when all that was sent so far has been handled; at once if nobody tells that.</summary>
    public void WhenConfirmed(Action say) => _receipts.Add(say, _confirming);

    public void InletClosed(long edge)
    {
        if (_inlets.Remove(edge, out var inlet)) inlet.Close();
    }

    public void ChangeReceiver(FlowProtocol.ReceiverChanged change)
    {
        if (!_outlets.TryGetValue(change.Edge, out var outlet)) return;
        outlet.ChangeReceiver(change.Settled, change.Lost);
        EndIfCut(outlet);
    }

    public void ChangeSender(long edge)
    {
        if (_inlets.TryGetValue(edge, out var inlet)) inlet.Settled = inlet.Received;
    }

    /// <summary>The other end of an edge is lost for good.</summary>
    public void EdgeGone(long edge)
    {
        _inlets.Remove(edge);
        if (!_outlets.Remove(edge, out var outlet)) return;
        Dropped += outlet.Discard();
        SortOutlets();
    }

    public void SetLimits(FlowProtocol.SetLimits limits)
    {
        if (_outlets.TryGetValue(limits.Edge, out var outlet)) outlet.SetLimits(limits.Window, limits.Ttl);
        if (_inlets.TryGetValue(limits.Edge, out var inlet)) inlet.SetLimits(limits.Window, limits.Ttl is not null);
    }

    public void CloseCircles()
    {
        foreach (var inlet in _inlets.Values.Where(inlet => inlet.ClosesCircle).ToList()) _inlets.Remove(inlet.Spec.Edge);
    }

    /// <summary>Sends all batches. To be called before the actor rests.</summary>
    public void Flush()
    {
        foreach (var outlet in _events) outlet.Flush();
        foreach (var outlet in _errors) outlet.Flush();
        foreach (var outlet in _logs) outlet.Flush();
        foreach (var inlet in _acknowledged) inlet.Flush();
    }

    /// <summary>Nothing more is sent; by the edges of one kind, or by all.</summary>
    public void Close(EdgeKind? kind)
    {
        foreach (var outlet in _outlets.Values.Where(outlet => kind is null || outlet.Spec.Kind == kind)) outlet.Close();
    }

    private void Offer(Outlet outlet, FlowEvent item, ref PendingSend? pending)
    {
        if (outlet.IsClosed)
        {
            Dropped++;
            return;
        }

        if (outlet.Ttl is { } ttl)
        {
            if (item.Laps >= ttl)
            {
                TooManyLaps(item, ref pending);
                return;
            }

            if (!outlet.TryOffer(item with { Laps = item.Laps + 1 })) TooManyLaps(item, ref pending);
            return;
        }

        outlet.Offer(item, ref pending);
    }

    private void OfferError(FlowEvent item, ref PendingSend? pending)
    {
        foreach (var outlet in _errors) Offer(outlet, item, ref pending);
        if (_errors.Length == 0) Dropped++;
    }

    private void TooManyLaps(FlowEvent item, ref PendingSend? pending)
    {
        // An error that goes in a circle itself has nowhere left to go.
        if (item.Error is { Kind: FlowErrorKind.Loop }) Dropped++;
        else OfferError(tooManyLaps(item), ref pending);
    }

    private IEnumerable<Outlet> Of(EdgeKind kind) => _outlets.Values.Where(outlet => outlet.Spec.Kind == kind && !outlet.IsCut);

    private void SortOutlets()
    {
        _events = [.. Of(EdgeKind.Events)];
        _errors = [.. Of(EdgeKind.Errors)];
        _logs = [.. Of(EdgeKind.Logs)];
        _confirming = [.. _events.Concat(_errors).Where(outlet => outlet.Spec.Confirms)];
        _receipts.Settle();
        OutboxNames = [.. _events.Select(outlet => outlet.Spec.Outbox).Distinct().Order(StringComparer.Ordinal)];
    }
}
