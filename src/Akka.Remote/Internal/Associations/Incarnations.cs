namespace Akka.Remote.Internal.Associations;

/// <summary>
/// Which incarnation of a peer (by UID) this node deals with. A new one takes the place of the one before, which is
/// quarantined by that: two incarnations never mix, and the older one never comes back. Thread-safe.
/// </summary>
internal sealed class Incarnations(TimeSpan forgetAfter)
{
    // A peer that comes with ever new UIDs is broken or hostile; its oldest markers go first.
    private const int MostMarkers = 1000;

    private readonly Lock _gate = new();
    // Guarded by _gate, like all below.
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

    /// <summary>The incarnation has ended by its own will.</summary>
    public void Leave(int uid)
    {
        lock (_gate)
        {
            if (_current == uid) _current = null;
        }
    }

    /// <summary>Whether nothing would be forgotten with this object.</summary>
    public bool IsEmpty(TimeSpan now)
    {
        lock (_gate)
        {
            Prune(now);
            return _current is null && _quarantined.Count == 0;
        }
    }

    private void Add(int uid, TimeSpan now)
    {
        Prune(now);
        if (_quarantined.Count == MostMarkers) _quarantined.Remove(_quarantined.MinBy(marker => marker.Value).Key);
        _quarantined[uid] = now;
    }

    private void Prune(TimeSpan now)
    {
        foreach (var (old, since) in _quarantined)
        {
            if (now - since > forgetAfter) _quarantined.Remove(old);
        }
    }
}
