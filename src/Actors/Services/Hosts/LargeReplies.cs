namespace Actors.Services.Hosts;

/// <summary>The last replies that do not fit a message, for clients that have not got theirs: for a time, and within a size; the oldest go first.</summary>
internal sealed class LargeReplies(long maxBytes, TimeSpan keep)
{
    private readonly Dictionary<CallId, Entry> _entries = [];
    private readonly Queue<Entry> _order = new();

    public long Bytes { get; private set; }

    public void Add(CallId id, CallReply reply, TimeSpan now)
    {
        var entry = new Entry(id, reply, reply.CalculateSize(), now);
        if (_entries.TryGetValue(id, out var before))
            Bytes -= before.Bytes;
        _entries[id] = entry;
        _order.Enqueue(entry);
        Bytes += entry.Bytes;
        while (Bytes > maxBytes && _order.Count > 1)
            DropOldest();
    }

    public CallReply? Find(CallId id) => _entries.TryGetValue(id, out var entry) ? entry.Reply : null;

    public void Tick(TimeSpan now)
    {
        while (_order.TryPeek(out var oldest) && now - oldest.At > keep)
            DropOldest();
    }

    private void DropOldest()
    {
        var oldest = _order.Dequeue();
        if (!_entries.TryGetValue(oldest.Id, out var current) || current != oldest)
            return; // it was replied to anew
        _entries.Remove(oldest.Id);
        Bytes -= oldest.Bytes;
    }

    private sealed class Entry(CallId id, CallReply reply, int bytes, TimeSpan at)
    {
        public CallId Id => id;

        public CallReply Reply => reply;

        public int Bytes => bytes;

        public TimeSpan At => at;
    }
}
