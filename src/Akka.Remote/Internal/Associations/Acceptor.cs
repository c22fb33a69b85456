using Akka.Actor;
using Akka.Event;
using Akka.Remote.Internal.Handshakes;
using Akka.Remote.Internal.Network;

namespace Akka.Remote.Internal.Associations;

/// <summary>
/// Receives strangers. At most so many may be between connect and handshake at once; whoever fails costs one log line
/// and its socket, nothing else.
/// </summary>
internal sealed class Acceptor(RemoteTransport transport) : ISessionOwner
{
    private int _pending;

    public void Accept(NetworkConnection connection)
    {
        if (Interlocked.Increment(ref _pending) > transport.Options.MaxPendingHandshakes)
        {
            Interlocked.Decrement(ref _pending);
            transport.Log.Warning("Connection from [{0}] refused: {1} others have not shaken hands yet (actors.engine.remote.max-pending-handshakes)",
                connection.Peer, transport.Options.MaxPendingHandshakes);
            connection.Abort();
            return;
        }
        var handshake = new AcceptorHandshake(transport.NewHello(target: "", LaneKind.Control), transport.Secret, Judge);
        var session = new Session(connection, handshake, dialedLane: null, this);
        session.Open(null, transport.LimitHandshake(session));
    }

    public SessionReceiver? Established(Session session, Hello peer)
    {
        Interlocked.Decrement(ref _pending);
        return transport.AssociationWith(Address.Parse(peer.Address)).Established(session, peer);
    }

    public void Ended(Session session, SessionEnd end)
    {
        if (session.Peer is { } peer)
        {
            transport.AssociationWith(Address.Parse(peer.Address)).Ended(session, end);
            return;
        }
        Interlocked.Decrement(ref _pending);
        // A port check connects and leaves without a word; that is not worth a warning.
        var level = end is { Refusal: null, Cause: null } ? LogLevel.DebugLevel : LogLevel.WarningLevel;
        transport.Log.Log(level, null, "Connection from [{0}] refused: {1}", session.Connection.Peer, end.Reason);
    }

    private Refusal? Judge(Hello peer)
    {
        if (peer.Target != transport.DefaultAddress.ToString())
            return new Refusal(RefusalReason.WrongAddress, $"this is {transport.DefaultAddress}, not {peer.Target}");
        if (!Address.TryParse(peer.Address, out var address) || address.HasLocalScope || address == transport.DefaultAddress)
            return new Refusal(RefusalReason.WrongAddress, $"[{peer.Address}] is no other node's address");
        return transport.AssociationWith(address).Judge(peer);
    }
}
