using System.Diagnostics.CodeAnalysis;

namespace Actors.Dispatch;

/// <summary>
/// Pairs ready items with workers that have credit: highest priority first, then fair between clients, then oldest; of the workers that offer what
/// the item asks for, the one that it is nearest to, else the one that has been idle longest. Work is done only for what changed since the last call, never for all that waits.
/// </summary>
/// <remarks>
/// Invariant between calls: no class with an item has a shape with credit that offers what it asks, unless one of the two is marked as changed.
/// </remarks>
internal sealed class Matcher<TKey>
{
    private readonly FairShare _fairness = new();
    private readonly Dictionary<Asked, ReadyClass<TKey>> _classes = [];
    private readonly Dictionary<LabelSet, WorkerShape> _shapes = [];
    private readonly Dictionary<string, WorkerSeat> _seats = [];
    private readonly Queue<ReadyClass<TKey>> _changedClasses = new();
    private readonly Queue<WorkerShape> _changedShapes = new();
    private long _order;
    private long _firstOrder;

    public int ReadyCount { get; private set; }

    public int ClassCount => _classes.Count;

    public IReadOnlyCollection<WorkerSeat> Workers => _seats.Values;

    /// <summary>Whether any worker wants an item.</summary>
    public bool HasCredit
    {
        get
        {
            foreach (var shape in _shapes.Values)
            {
                if (shape.WithCredit.Count > 0)
                    return true;
            }

            return false;
        }
    }

    public bool HasClass(Asked asked) => _classes.ContainsKey(asked);

    /// <summary>Whether a worker that has what is asked wants an item.</summary>
    public bool HasCreditFor(Asked asked) => LongestIdleFor(asked) is not null;

    /// <param name="key">The item.</param>
    /// <param name="asked">What its worker has to offer.</param>
    /// <param name="priority">Higher first.</param>
    /// <param name="client">Whose share it counts for.</param>
    /// <param name="first">It was here before and comes back: it goes before its client's others.</param>
    /// <param name="near">Workers that it had better go to. While they have no credit, later items of its client go before it to workers that these are nearer to, but not for ever.</param>
    public ReadyTicket<TKey> Add(TKey key, Asked asked, int priority, string client, bool first = false, IReadOnlyList<Nearness>? near = null)
    {
        if (!_classes.TryGetValue(asked, out var @class))
            _classes.Add(asked, @class = new ReadyClass<TKey>(asked));
        ReadyCount++;
        _changedClasses.Enqueue(@class);
        return @class.Add(key, priority, _fairness, client, first ? --_firstOrder : _order++, first, near);
    }

    public void Remove(ReadyTicket<TKey> ticket) => Remove(ticket, granted: false);

    /// <summary>
    /// Takes up a worker or changes what it offers. A window of 0 means that it wants nothing more; <paramref name="held"/> is what a worker that
    /// is new here already holds.
    /// </summary>
    public void SetWorker(string id, LabelSet offered, int window, int held)
    {
        var shape = ShapeOf(offered);
        if (!_seats.TryGetValue(id, out var seat))
        {
            _seats.Add(id, seat = new WorkerSeat { Id = id, Shape = shape, Held = held, LastTouched = _order++ });
            shape.Members++;
        }

        seat.Shape.WithCredit.Remove(seat);
        if (seat.Shape != shape)
        {
            LeaveShape(seat.Shape);
            shape.Members++;
        }

        seat.Shape = shape;
        seat.Window = window;
        Offer(seat);
    }

    public void RemoveWorker(string id)
    {
        if (!_seats.Remove(id, out var seat))
            return;
        seat.Shape.WithCredit.Remove(seat);
        LeaveShape(seat.Shape);
    }

    /// <summary>The worker holds one item more, granted by <see cref="TryMatch"/> or adopted.</summary>
    public void Hold(string worker) => Touch(worker, +1);

    /// <summary>The worker holds one item less. Unknown workers have left, with all that they held.</summary>
    public void Free(string worker) => Touch(worker, -1);

    /// <summary>Takes the next item that can go to a worker out of the queue; the caller grants it, which holds the worker's credit.</summary>
    public bool TryMatch([MaybeNullWhen(false)] out TKey key, [MaybeNullWhen(false)] out string worker)
    {
        while (_changedShapes.TryPeek(out var shape))
        {
            if (shape.WithCredit.Count > 0 && BestFor(shape) is { } ticket)
                return Grant(ticket, shape, out key, out worker);
            _changedShapes.Dequeue();
        }

        while (_changedClasses.TryPeek(out var @class))
        {
            if (@class.Peek() is { } ticket && LongestIdleFor(@class.Asked) is { } shape)
                return Grant(ticket, shape, out key, out worker);
            _changedClasses.Dequeue();
            Forget(@class);
        }

        key = default;
        worker = null;
        return false;
    }

    // The class may be in the queue twice, and another object may have taken its place since.
    private void Forget(ReadyClass<TKey> @class)
    {
        if (@class.Count == 0 && _classes.TryGetValue(@class.Asked, out var current) && current == @class)
            _classes.Remove(@class.Asked);
    }

    private bool Grant(ReadyTicket<TKey> ticket, WorkerShape shape, out TKey key, out string worker)
    {
        var seat = shape.WithCredit.Min!;
        if (ticket.Near.Count > 0)
            (ticket, seat) = Nearer(ticket, seat);
        key = ticket.Key;
        worker = seat.Id;
        Remove(ticket, granted: true);
        Hold(worker);
        return true;
    }

    // A worker that is free gets work in any case; what is asked is only which.
    private (ReadyTicket<TKey> Ticket, WorkerSeat Seat) Nearer(ReadyTicket<TKey> ticket, WorkerSeat seat)
    {
        if (NearestOf(ticket) is { } nearest)
            return (ticket, nearest);
        // Each worker comes about once in as many grants as there are workers.
        if (ticket.Passed > 2 * _seats.Count || ticket.Lane.NearestTo(seat.Id) is not { } other)
            return (ticket, seat);
        ticket.Passed++;
        return (other, seat);
    }

    /// <summary>Of the workers with credit that an item would like, the one that it would like most, and of equals the one that holds least.</summary>
    private WorkerSeat? NearestOf(ReadyTicket<TKey> ticket)
    {
        var best = (Seat: (WorkerSeat?)null, Rank: default((long, long, long)));
        for (var i = 0; i < ticket.Near.Count; i++)
        {
            var near = ticket.Near[i];
            if (!_seats.TryGetValue(near.Worker, out var seat) || !seat.HasCredit || !ticket.Lane.Class.Asked.IsOfferedBy(seat.Shape.Offered))
                continue;
            var rank = (-near.Weight, (long)seat.Held, seat.LastTouched);
            if (best.Seat is null || rank.CompareTo(best.Rank) < 0)
                best = (seat, rank);
        }

        return best.Seat;
    }

    private void Remove(ReadyTicket<TKey> ticket, bool granted)
    {
        var @class = ticket.Lane.Class;
        @class.Remove(ticket);
        _fairness.Leave(ticket.Lane.Client, granted);
        ReadyCount--;
        if (@class.Count == 0)
            _changedClasses.Enqueue(@class); // so that the next call forgets it
    }

    private ReadyTicket<TKey>? BestFor(WorkerShape shape)
    {
        ReadyTicket<TKey>? best = null;
        foreach (var @class in _classes.Values)
        {
            if (@class.Count > 0 && @class.Asked.IsOfferedBy(shape.Offered) && @class.Peek() is { } ticket && (best is null || IsBefore(ticket, best)))
                best = ticket;
        }

        return best;
    }

    private static bool IsBefore(ReadyTicket<TKey> left, ReadyTicket<TKey> right) =>
        (-left.Lane.Priority, left.Lane.Client.Ahead, left.Order).CompareTo((-right.Lane.Priority, right.Lane.Client.Ahead, right.Order)) < 0;

    private WorkerShape? LongestIdleFor(Asked asked)
    {
        WorkerShape? best = null;
        foreach (var shape in _shapes.Values)
        {
            if (shape.WithCredit.Min is { } seat && asked.IsOfferedBy(shape.Offered) && (best is null || seat.LastTouched < best.WithCredit.Min!.LastTouched))
                best = shape;
        }

        return best;
    }

    private void Touch(string worker, int change)
    {
        if (!_seats.TryGetValue(worker, out var seat))
            return;
        seat.Shape.WithCredit.Remove(seat); // before the key that it is sorted by changes
        seat.Held += change;
        seat.LastTouched = _order++;
        Offer(seat);
    }

    private void Offer(WorkerSeat seat)
    {
        if (!seat.HasCredit)
            return;
        seat.Shape.WithCredit.Add(seat);
        _changedShapes.Enqueue(seat.Shape);
    }

    private WorkerShape ShapeOf(LabelSet offered)
    {
        if (!_shapes.TryGetValue(offered, out var shape))
            _shapes.Add(offered, shape = new WorkerShape(offered));
        return shape;
    }

    private void LeaveShape(WorkerShape shape)
    {
        if (--shape.Members == 0)
            _shapes.Remove(shape.Offered);
    }
}
