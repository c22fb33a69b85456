namespace Actors.Services.Transfers;

/// <summary>So many bytes may be in use at a time; who does not get any waits for its turn. One that is alone may have more than there are: otherwise it would wait for ever.</summary>
internal sealed class ByteBudget<TItem>(long most)
    where TItem : notnull
{
    private readonly Dictionary<TItem, Share> _shares = [];
    private readonly Queue<Share> _waiting = new();

    /// <summary>In use.</summary>
    public long Bytes { get; private set; }

    /// <summary>Those that wait and those that have their bytes.</summary>
    public int Count => _shares.Count;

    public bool Has(TItem item) => _shares.TryGetValue(item, out var share) && share.IsTaken;

    /// <summary>Puts it behind those that wait. One that is known already stays where it is.</summary>
    public void Ask(TItem item, long bytes)
    {
        var share = new Share(item, bytes);
        if (_shares.TryAdd(item, share))
            _waiting.Enqueue(share);
    }

    /// <summary>The next one whose turn it is; it has its bytes from now on.</summary>
    public bool TryNext(out TItem item)
    {
        while (_waiting.TryPeek(out var next))
        {
            if (!next.IsGone && Bytes > 0 && Bytes + next.Bytes > most)
                break;
            _waiting.Dequeue();
            if (next.IsGone)
                continue;
            next.IsTaken = true;
            Bytes += next.Bytes;
            item = next.Item;
            return true;
        }

        item = default!;
        return false;
    }

    /// <summary>It is done, or does not wait any more.</summary>
    public void Release(TItem item)
    {
        if (!_shares.Remove(item, out var share))
            return;
        share.IsGone = true;
        if (share.IsTaken)
            Bytes -= share.Bytes;
    }

    private sealed class Share(TItem item, long bytes)
    {
        public TItem Item => item;

        public long Bytes => bytes;

        public bool IsTaken { get; set; }

        public bool IsGone { get; set; }
    }
}
