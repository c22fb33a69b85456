namespace Akka.Remote.Internal.Associations;

/// <summary>
/// Keeps one lane's messages in order across connections: a batch is delivered under <see cref="Sync"/>, and only for
/// the session that the peer announced last. What an older connection still holds is lost, not late.
/// </summary>
internal sealed class ReceiveGate
{
    private int _uid;
    private long _epoch;

    public Lock Sync { get; } = new();

    /// <summary>Whose messages are delivered; null for nobody's. Under <see cref="Sync"/>.</summary>
    public Session? Current { get; private set; }

    /// <summary>The peer's incarnation says that from now on it sends on this session. False: it has already announced a later one. Under <see cref="Sync"/>.</summary>
    public bool TryStart(Session session, int uid, long epoch)
    {
        if (uid == _uid && epoch <= _epoch) return false;
        _uid = uid;
        _epoch = epoch;
        Current = session;
        return true;
    }

    /// <summary>Delivers nothing any more until the peer starts anew.</summary>
    public void Shut()
    {
        lock (Sync) Current = null;
    }
}
