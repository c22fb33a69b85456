namespace Akka.Remote.Internal.Associations;

/// <summary>
/// Which incarnation of a peer (by UID) this node deals with. A new one takes the place of the one before, which is
/// quarantined by that: two incarnations never mix, and the older one never comes back. Thread-safe.
/// </summary>
internal sealed class Incarnations(TimeSpan forgetAfter)
{
    private readonly Lock _gate = new();
    // Guarded by _gate. A UID is forgotten in the end so that the table cannot grow for ever.
    private readonly Dictionary<int, TimeSpan> _quarantined = [];
    private int? _current;

    public int? Current
    {
        get
        {
            lock (_gate) return _current;
        }
    }

    public bool IsQuarantined(int uid)
    {
        lock (_gate) return _quarantined.ContainsKey(uid);
    }

    public bool IsCurrent(int uid)
    {
        lock (_gate) return _current == uid;
    }

    /// <summary>An incarnation has shaken hands. False when it is quarantined.</summary>
    public bool TryAdmit(int uid, TimeSpan now)
    {
        lock (_gate)
        {
            if (_quarantined.ContainsKey(uid)) return false;
            if (_current is { } previous && previous != uid) Add(previous, now);
            _current = uid;
            return true;
        }
    }

    /// <summary>False when it was already.</summary>
    public bool TryQuarantine(int uid, TimeSpan now)
    {
        lock (_gate)
        {
            if (_quarantined.ContainsKey(uid)) return false;
            Add(uid, now);
            if (_current == uid) _current = null;
            return true;
        }
    }

    private void Add(int uid, TimeSpan now)
    {
        foreach (var (old, since) in _quarantined)
        {
            if (now - since > forgetAfter) _quarantined.Remove(old);
        }
        _quarantined[uid] = now;
    }
}
