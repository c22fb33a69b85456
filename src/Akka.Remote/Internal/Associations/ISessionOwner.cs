using Akka.Remote.Internal.Handshakes;

namespace Akka.Remote.Internal.Associations;

/// <summary>Who opened or accepted a session. Calls come from the connection's reader, one at a time.</summary>
internal interface ISessionOwner
{
    /// <summary>The handshake is through: returns what takes the frames from here on, or null to close at once.</summary>
    SessionReceiver? Established(Session session, Hello peer);

    /// <summary>The last call, exactly once, whether or not the session was ever established.</summary>
    void Ended(Session session, SessionEnd end);
}
