using Actors.Dispatch;

namespace Actors.Services.Brokers;

/// <summary>Replies that clients come for later: each for its time, all of them within a size. What has gone is told apart from what never was.</summary>
internal sealed class KeptReplies(long maxBytes, TimeSpan expiredRemembered, int maxExpired)
{
    private readonly Dictionary<CallId, Entry> _entries = [];
    private readonly Queue<CallId> _ready = new(); // oldest first, the first to go when there is too much
    private readonly Queue<CallId> _expired = new(); // the same of what is only remembered
    private readonly TimerQueue<CallId> _ends = new();
    private int _readyCount;
    private long _bytes;

    public bool IsEmpty => _entries.Count == 0;

    public int Count => _entries.Count;

    /// <summary>All that it knows of.</summary>
    public IEnumerable<CallId> Calls => _entries.Keys;

    /// <summary>Places in the books behind it.</summary>
    public int Traces => _ready.Count + _expired.Count + _ends.Count;

    /// <summary>A call whose reply is to be kept has been accepted.</summary>
    public void Await(CallId id, TimeSpan keep) => _entries.TryAdd(id, new Entry { Keep = keep });

    public bool IsKnown(CallId id) => _entries.ContainsKey(id);

    /// <summary>The call is with another broker now.</summary>
    /// <returns>Who waited for it.</returns>
    public IReadOnlyCollection<ReplyAsker> Forget(CallId id)
    {
        if (!_entries.Remove(id, out var entry))
            return [];
        Weigh(entry, -1);
        return entry.Askers;
    }

    /// <summary>It was with another broker until now.</summary>
    /// <param name="id">Which.</param>
    /// <param name="reply">Its reply; null: it has expired.</param>
    /// <param name="remaining">How long that is to be remembered.</param>
    /// <param name="now">The time.</param>
    /// <returns>Who waited for it.</returns>
    public IReadOnlyCollection<ReplyAsker> Take(CallId id, CallReply? reply, TimeSpan remaining, TimeSpan now)
    {
        if (reply is not null)
        {
            Await(id, remaining);
            return Put(id, reply, now);
        }

        var askers = _entries.TryGetValue(id, out var known) && known.State == ReplyState.ReplyNotReady ? known.Askers : [];
        if (known is null or { State: ReplyState.ReplyNotReady })
            Expire(id, _entries[id] = new Entry(), now + remaining);
        return askers;
    }

    /// <summary>For how long what is kept, or that it has expired, is remembered; none before there is anything.</summary>
    public TimeSpan Remaining(CallId id, TimeSpan now) =>
        _entries.TryGetValue(id, out var entry) && entry.State != ReplyState.ReplyNotReady && entry.End > now ? entry.End - now : TimeSpan.Zero;

    /// <returns>Who waited for it.</returns>
    public IReadOnlyCollection<ReplyAsker> Put(CallId id, CallReply reply, TimeSpan now)
    {
        if (!_entries.TryGetValue(id, out var entry) || entry.State != ReplyState.ReplyNotReady)
            return [];
        entry.State = ReplyState.ReplyReady;
        entry.Reply = reply;
        entry.Size = reply.CalculateSize();
        Weigh(entry, +1);
        _ready.Enqueue(id);
        _ends.Add(id, entry.End = now + entry.Keep);
        while (_bytes > maxBytes && _ready.TryDequeue(out var oldest))
            Expire(oldest, now);
        // Those that expired by themselves are still in the queue.
        if (_ready.Count > 2 * (_readyCount + 512))
            Compact();
        var askers = entry.Askers;
        entry.Askers = [];
        return askers;
    }

    public (ReplyState State, CallReply? Reply) Get(CallId id) =>
        _entries.TryGetValue(id, out var entry) ? (entry.State, entry.Reply) : (ReplyState.ReplyUnknown, null);

    /// <summary>Remembers who asks while there is nothing yet.</summary>
    public void Ask(CallId id, ReplyAsker asker)
    {
        if (_entries.TryGetValue(id, out var entry))
            entry.Askers.Add(asker);
    }

    public bool StopAsking(CallId id, ReplyAsker asker) => _entries.TryGetValue(id, out var entry) && entry.Askers.Remove(asker);

    public void Tick(TimeSpan now)
    {
        while (_ends.TryTakeDue(now, out var id))
        {
            if (!_entries.TryGetValue(id, out var entry) || entry.End > now)
                continue;
            if (entry.State == ReplyState.ReplyReady)
                Expire(id, now);
            else
                _entries.Remove(id);
        }

        while (_expired.TryPeek(out var oldest) && (_expired.Count > maxExpired || !_entries.ContainsKey(oldest)))
        {
            _expired.Dequeue();
            if (_entries.TryGetValue(oldest, out var entry) && entry.State == ReplyState.ReplyExpired)
                _entries.Remove(oldest);
        }
    }

    private void Expire(CallId id, TimeSpan now)
    {
        if (!_entries.TryGetValue(id, out var entry) || entry.State != ReplyState.ReplyReady)
            return;
        Weigh(entry, -1);
        Expire(id, entry, now + expiredRemembered);
    }

    private void Expire(CallId id, Entry entry, TimeSpan end)
    {
        (entry.State, entry.Reply, entry.Size, entry.Askers) = (ReplyState.ReplyExpired, null, 0, []);
        _ends.Add(id, entry.End = end);
        _expired.Enqueue(id);
    }

    private void Weigh(Entry entry, int sign)
    {
        if (entry.State != ReplyState.ReplyReady)
            return;
        _bytes += sign * entry.Size;
        _readyCount += sign;
    }

    private void Compact()
    {
        var ready = _ready.Where(id => Get(id).State == ReplyState.ReplyReady).ToArray();
        _ready.Clear();
        foreach (var id in ready)
            _ready.Enqueue(id);
    }

    private sealed class Entry
    {
        public TimeSpan Keep { get; init; }

        public ReplyState State { get; set; } = ReplyState.ReplyNotReady;

        public CallReply? Reply { get; set; }

        public int Size { get; set; }

        public TimeSpan End { get; set; } = TimeSpan.MaxValue;

        public HashSet<ReplyAsker> Askers { get; set; } = [];
    }
}
