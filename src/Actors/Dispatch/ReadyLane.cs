namespace Actors.Dispatch;

/// <summary>The items of one client at one priority in one class: first come, first served.</summary>
internal sealed class ReadyLane<TKey>(ReadyClass<TKey> @class, int priority, FairShare.Client client)
{
    // Enough to find something for each of a few workers, and little to look through for one item.
    private const int LookAhead = 32;

    private ReadyTicket<TKey>? _last;

    public ReadyClass<TKey> Class { get; } = @class;

    public int Priority { get; } = priority;

    public FairShare.Client Client { get; set; } = client;

    public ReadyTicket<TKey>? First { get; private set; }

    /// <summary>Whether the lane is in its level's heap. An emptied lane stays there until the heap comes across it.</summary>
    public bool IsInHeap { get; set; }

    /// <summary>Of the next few, the one that would like a worker most; null when none would more than any.</summary>
    public ReadyTicket<TKey>? NearestTo(string worker)
    {
        ReadyTicket<TKey>? best = null;
        var (most, left) = (0L, LookAhead);
        for (var ticket = First; ticket is not null && left > 0; ticket = ticket.Next, left--)
        {
            if (ticket.NearnessTo(worker) is var weight && weight > most)
                (best, most) = (ticket, weight);
        }

        return best;
    }

    public void Append(ReadyTicket<TKey> ticket)
    {
        ticket.Previous = _last;
        if (_last is null)
            First = ticket;
        else
            _last.Next = ticket;
        _last = ticket;
    }

    public void Prepend(ReadyTicket<TKey> ticket)
    {
        ticket.Next = First;
        if (First is null)
            _last = ticket;
        else
            First.Previous = ticket;
        First = ticket;
    }

    public void Remove(ReadyTicket<TKey> ticket)
    {
        if (ticket.Previous is null)
            First = ticket.Next;
        else
            ticket.Previous.Next = ticket.Next;
        if (ticket.Next is null)
            _last = ticket.Previous;
        else
            ticket.Next.Previous = ticket.Previous;
    }
}
