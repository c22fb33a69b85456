namespace Actors.Futures.Internal;

/// <summary>Which workers are there, and what they are to be told: that this client lives, a few times a lease, and what it has released. It knows no actor, clock or network.</summary>
internal sealed class HoldRounds(string client, TimeSpan holdEvery)
{
    // A broker that moves does not know its hosts for a moment.
    private const int ListsMissed = 3;
    private const int TicksBetweenLists = 2;
    private const int ReleasedInOneMessage = 500;

    // Of 330 bytes each at most. What is beyond that stays on the worker as long as the client lives.
    private const int MostOwed = 10_000;

    private readonly Dictionary<string, Known> _workers = [];
    private readonly Dictionary<string, ReleasedKey> _released = [];
    private TimeSpan? _heldAt;
    private int _ticks;

    public IEnumerable<string> Workers => _workers.Keys;

    public void Heard(string worker)
    {
        if (_workers.TryGetValue(worker, out var known))
            known.ListsMissed = 0;
        else
            _workers.Add(worker, new Known());
    }

    public void Release(string key, long serial) => _released[key] = new ReleasedKey { Key = key, Serial = serial };

    /// <summary>To be asked once a second: is it time for a list of the workers?</summary>
    /// <param name="hasValues">There is something to hold.</param>
    public bool IsListDue(bool hasValues) => _released.Count > 0 || (_ticks++ % TicksBetweenLists == 0 && hasValues);

    /// <param name="listed">The workers that brokers know.</param>
    /// <returns>Those that are gone.</returns>
    public IReadOnlyList<string> Compare(WorkerList listed)
    {
        foreach (var worker in listed.Workers)
            Heard(worker);
        var gone = new List<string>();
        if (!listed.IsWhole)
            return gone;
        foreach (var worker in _workers.Keys.Except(listed.Workers).ToArray())
        {
            if (++_workers[worker].ListsMissed < ListsMissed)
                continue;
            _workers.Remove(worker);
            gone.Add(worker);
        }

        return gone;
    }

    /// <summary>What each worker is to be told now. To be asked with a list that was just made, so that no worker keeps what another run left there.</summary>
    public IReadOnlyList<(string Worker, ShelfHold Hold)> TakeDue(TimeSpan now)
    {
        if (_released.Count == 0 && _heldAt is { } last && now - last < holdEvery)
            return [];
        _heldAt = now;
        var released = _released.Values.ToArray();
        _released.Clear();
        var due = new List<(string, ShelfHold)>();
        foreach (var (worker, known) in _workers)
        {
            due.AddRange(HoldsOf([.. known.Owed.Values, .. released]).Select(hold => (worker, hold)));
            known.Owed.Clear();
        }

        return due;
    }

    /// <summary>The worker could not be told: it is told the next time, or it would keep for as long as the client lives what was released.</summary>
    public void NotTold(string worker, ShelfHold hold)
    {
        if (!_workers.TryGetValue(worker, out var known))
            return;
        foreach (var released in hold.Released.Take(MostOwed - known.Owed.Count))
        {
            if (!known.Owed.TryGetValue(released.Key, out var owed) || owed.Serial < released.Serial)
                known.Owed[released.Key] = released;
        }
    }

    private IEnumerable<ShelfHold> HoldsOf(ReleasedKey[] released) => released.Length == 0
        ? [new ShelfHold { Client = client }]
        : released.Chunk(ReleasedInOneMessage).Select(part => new ShelfHold { Client = client, Released = { part } });

    private sealed class Known
    {
        /// <summary>How many whole lists in a row lacked it.</summary>
        public int ListsMissed { get; set; }

        /// <summary>Releases that it was not told of.</summary>
        public Dictionary<string, ReleasedKey> Owed { get; } = [];
    }
}
