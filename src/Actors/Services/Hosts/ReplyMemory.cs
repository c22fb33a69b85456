using Actors.Dispatch;

namespace Actors.Services.Hosts;

/// <summary>The last replies, for clients that have not got theirs: for a time, and within a size.</summary>
internal sealed class ReplyMemory(long maxBytes, TimeSpan keep)
{
    private readonly Dictionary<CallId, (CallReply Reply, int Size)> _replies = [];
    private readonly TimerQueue<CallId> _order = new();
    private long _bytes;

    public void Add(CallId id, CallReply reply, TimeSpan now)
    {
        // What an entry costs besides its bytes.
        const int overhead = 200;
        Remove(id);
        var size = reply.CalculateSize() + overhead;
        _replies.Add(id, (reply, size));
        _order.Add(id, now + keep);
        _bytes += size;
        while (_order.TryTakeDue(_bytes > maxBytes ? TimeSpan.MaxValue : now, out var old))
            Remove(old);
    }

    public CallReply? Find(CallId id) => _replies.TryGetValue(id, out var kept) ? kept.Reply : null;

    private void Remove(CallId id)
    {
        if (_replies.Remove(id, out var kept))
            _bytes -= kept.Size;
    }
}
