namespace Akka.Remote.Internal.Associations;

/// <summary>One lane's connections: those that are open, the one that is sent on, and the attempts to get one. Owned by the remoting actor.</summary>
internal sealed class LaneSessions(Lane lane)
{
    private readonly List<Session> _open = [];
    private int _lastActivity;
    private TimeSpan _backoff;

    public Lane Lane => lane;

    /// <summary>More than one when both sides dialed at the same time: each sends on one of them.</summary>
    public IReadOnlyList<Session> Open => _open;

    public Session? Sending { get; set; }

    /// <summary>The half of <see cref="Sending"/> that the lane writes to.</summary>
    public SessionOutput? Output { get; set; }

    /// <summary>Still open for a quarantined peer to read that it is. Nothing that comes by it counts.</summary>
    public Session? Parting { get; set; }

    public TimeSpan SendingSince { get; set; }

    public bool IsDialing { get; set; }

    /// <summary>Until then no connection is tried; messages wait or, when the last attempt failed, become dead letters.</summary>
    public TimeSpan PauseUntil { get; set; }

    public TimeSpan HeardAt { get; set; }

    public TimeSpan NextKeepAlive { get; set; }

    public void Add(Session session, TimeSpan now)
    {
        _open.Add(session);
        HeardAt = now;
    }

    public bool Remove(Session session)
    {
        if (Parting == session) Parting = null;
        return _open.Remove(session);
    }

    /// <summary>Whether anything has arrived since the last call.</summary>
    public bool HasNewActivity()
    {
        var activity = 0;
        foreach (var session in _open) activity = unchecked(activity + session.Activity);
        if (activity == _lastActivity) return false;
        _lastActivity = activity;
        return true;
    }

    /// <summary>How long to wait after the sending session ended: doubles while sessions do not last, so that nobody dials in a tight loop.</summary>
    public TimeSpan NextBackoff(TimeSpan now, TimeSpan first, TimeSpan longest)
    {
        var hasLasted = now - SendingSince > longest;
        _backoff = hasLasted || _backoff == TimeSpan.Zero ? first : _backoff * 2;
        if (_backoff > longest) _backoff = longest;
        return _backoff;
    }
}
