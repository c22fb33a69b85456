namespace Actors.Dispatch;

/// <summary>The ready items that ask for the same of a worker: levels by priority, in each level the lane of the client that is least ahead.</summary>
internal sealed class ReadyClass<TKey>(Asked asked)
{
    private readonly SortedDictionary<int, Level> _levels = new(Comparer<int>.Create((left, right) => right.CompareTo(left)));

    public Asked Asked { get; } = asked;

    public int Count { get; private set; }

    public ReadyTicket<TKey> Add(TKey key, int priority, FairShare fairness, string clientName, long order, bool first = false, IReadOnlyList<Nearness>? near = null)
    {
        if (!_levels.TryGetValue(priority, out var level))
            _levels.Add(priority, level = new Level());
        var client = fairness.Enter(clientName);
        var lane = level.LaneOf(this, priority, client);
        var ticket = new ReadyTicket<TKey>(key, lane, order, near ?? []);
        if (first)
            lane.Prepend(ticket);
        else
            lane.Append(ticket);
        level.Enter(lane);
        Count++;
        return ticket;
    }

    public void Remove(ReadyTicket<TKey> ticket)
    {
        ticket.Lane.Remove(ticket);
        Count--;
    }

    /// <summary>The item that is next in this class, or null when there is none.</summary>
    public ReadyTicket<TKey>? Peek()
    {
        while (_levels.Count > 0)
        {
            var (priority, level) = First();
            if (level.Peek() is { } ticket)
                return ticket;
            _levels.Remove(priority);
        }

        return null;
    }

    private KeyValuePair<int, Level> First()
    {
        using var levels = _levels.GetEnumerator();
        levels.MoveNext();
        return levels.Current;
    }

    private sealed class Level
    {
        private readonly Dictionary<string, ReadyLane<TKey>> _lanes = [];
        private readonly PriorityQueue<ReadyLane<TKey>, (long Ahead, long Order)> _heap = new();

        public ReadyLane<TKey> LaneOf(ReadyClass<TKey> @class, int priority, FairShare.Client client)
        {
            if (!_lanes.TryGetValue(client.Name, out var lane))
                _lanes.Add(client.Name, lane = new ReadyLane<TKey>(@class, priority, client));
            lane.Client = client; // a forgotten client that returns has a new record
            return lane;
        }

        public void Enter(ReadyLane<TKey> lane)
        {
            if (lane.IsInHeap)
                return;
            lane.IsInHeap = true;
            _heap.Enqueue(lane, (lane.Client.Ahead, lane.First!.Order));
        }

        // A client's lead only grows, so a key in the heap is at worst too small: look at the smallest, correct it, look again.
        public ReadyTicket<TKey>? Peek()
        {
            while (_heap.TryPeek(out var lane, out var key))
            {
                if (lane.First is { } ticket && key.Ahead == lane.Client.Ahead)
                    return ticket;
                _heap.Dequeue();
                if (lane.First is { } later)
                {
                    _heap.Enqueue(lane, (lane.Client.Ahead, later.Order));
                    continue;
                }

                lane.IsInHeap = false;
                _lanes.Remove(lane.Client.Name);
            }

            return null;
        }
    }
}
