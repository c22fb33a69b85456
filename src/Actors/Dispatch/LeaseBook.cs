using System.Diagnostics.CodeAnalysis;

namespace Actors.Dispatch;

/// <summary>Who holds what, under which epoch and until when: the broker's side of the leases.</summary>
internal sealed class LeaseBook<TKey>(LeaseTerms terms)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Lease> _leases = [];
    private readonly Dictionary<string, HashSet<TKey>> _byWorker = [];
    private readonly TimerQueue<(TKey Key, Epoch Epoch)> _ends = new();

    public int Count => _leases.Count;

    /// <summary>When to call <see cref="TryTakeExpired"/> next; it may be early, never late.</summary>
    public TimeSpan? NextEnd => _ends.NextDue;

    public void Grant(TKey key, string worker, Epoch epoch, TimeSpan now)
    {
        _leases.Add(key, new Lease(worker, epoch, terms.BrokerEnd(now)));
        if (!_byWorker.TryGetValue(worker, out var keys))
            _byWorker.Add(worker, keys = []);
        keys.Add(key);
        _ends.Add((key, epoch), terms.BrokerEnd(now));
    }

    /// <summary>Extends the lease, if it is held by exactly this worker under exactly this epoch.</summary>
    public bool Renew(TKey key, string worker, Epoch epoch, TimeSpan now)
    {
        if (!IsHeld(key, worker, epoch))
            return false;
        _leases[key] = new Lease(worker, epoch, terms.BrokerEnd(now));
        return true;
    }

    public bool IsHeld(TKey key, string worker, Epoch epoch) =>
        _leases.TryGetValue(key, out var lease) && lease.Worker == worker && lease.Epoch == epoch;

    public bool TryGet(TKey key, out Lease lease) => _leases.TryGetValue(key, out lease);

    public bool Release(TKey key, out Lease lease)
    {
        if (!_leases.Remove(key, out lease))
            return false;
        var keys = _byWorker[lease.Worker];
        keys.Remove(key);
        if (keys.Count == 0)
            _byWorker.Remove(lease.Worker);
        return true;
    }

    public IReadOnlyCollection<TKey> HeldBy(string worker) => _byWorker.TryGetValue(worker, out var keys) ? keys : [];

    public int CountHeldBy(string worker) => HeldBy(worker).Count;

    /// <summary>Finds one lease that has run out; it stays in the book until it is released.</summary>
    public bool TryTakeExpired(TimeSpan now, [MaybeNullWhen(false)] out TKey key)
    {
        while (_ends.TryTakeDue(now, out var end))
        {
            key = end.Key;
            if (!_leases.TryGetValue(key, out var lease) || lease.Epoch != end.Epoch)
                continue;
            if (lease.Until <= now)
                return true;
            _ends.Add(end, lease.Until);
        }

        key = default;
        return false;
    }
}

/// <summary>One lease as the broker sees it; <paramref name="Until"/> is the broker's monotonic time, margin included.</summary>
internal readonly record struct Lease(string Worker, Epoch Epoch, TimeSpan Until);
