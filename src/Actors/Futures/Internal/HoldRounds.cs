namespace Actors.Futures.Internal;

/// <summary>Which workers are there, and what they are to be told: that this client lives, a few times a lease, and what it has released. It knows no actor, clock or network.</summary>
internal sealed class HoldRounds(string client, TimeSpan holdEvery)
{
    // A broker that moves does not know its hosts for a moment.
    private const int ListsMissed = 3;
    private const int TicksBetweenLists = 2;
    private const int ReleasedInOneMessage = 500;

    private readonly Dictionary<string, int> _workers = []; // and how many whole lists in a row lacked them
    private readonly Dictionary<string, ReleasedKey> _released = [];
    private TimeSpan? _heldAt;
    private int _ticks;

    public IEnumerable<string> Workers => _workers.Keys;

    public void Heard(string worker) => _workers[worker] = 0;

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
            if (++_workers[worker] < ListsMissed)
                continue;
            _workers.Remove(worker);
            gone.Add(worker);
        }

        return gone;
    }

    /// <summary>What each worker is to be told now. To be asked with a list that was just made, so that no worker keeps what another run left there.</summary>
    public IReadOnlyList<ShelfHold> TakeDue(TimeSpan now)
    {
        if (_released.Count == 0 && _heldAt is { } last && now - last < holdEvery)
            return [];
        _heldAt = now;
        var released = _released.Values.ToArray();
        _released.Clear();
        return released.Length == 0
            ? [new ShelfHold { Client = client }]
            : [.. released.Chunk(ReleasedInOneMessage).Select(part => new ShelfHold { Client = client, Released = { part } })];
    }
}
