namespace Akka.Remote.Internal.Network;

/// <summary>
/// The seam to the network. <see cref="TcpNetwork"/> is the real one; the simulation brings its own, without threads
/// or sockets. Callbacks may come on any thread, also before the call returns.
/// </summary>
internal interface INetwork
{
    /// <summary>Starts to accept connections and returns the port that was bound.</summary>
    /// <exception cref="IOException">The address cannot be bound.</exception>
    int Listen(string host, int port, Action<NetworkConnection> accepted);

    /// <summary>Opens a connection; exactly one of the two callbacks follows, within the network's own time limit.</summary>
    void Dial(string host, int port, Action<NetworkConnection> connected, Action<Exception> failed);

    /// <summary>Stops listening and aborts what is left open.</summary>
    void Close();
}
