using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Akka.Remote.Internal.Network;

/// <summary>Connections over TCP, by TLS when the settings say so.</summary>
internal sealed class TcpNetwork(TcpSettings settings, TimeProvider time) : INetwork
{
    private readonly Lock _gate = new();
    // Guarded by _gate: everything that Close has to end.
    private readonly HashSet<object> _open = [];
    private bool _closed;

    public int Listen(string host, int port, Action<NetworkConnection> accepted)
    {
        Socket? listener = null;
        try
        {
            var endPoint = new IPEndPoint(host.Length == 0 ? IPAddress.Any : Resolve(host), port);
            // Port reuse is left to the platform's default: it covers restarts, and never lets two nodes share a port.
            listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(endPoint);
            listener.Listen(settings.Backlog);
        }
        catch (SocketException failure)
        {
            listener?.Dispose();
            throw new IOException(failure.Message, failure);
        }
        if (TryOwn(listener)) _ = AcceptLoopAsync(listener, accepted);
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    public void Dial(string host, int port, Action<NetworkConnection> connected, Action<Exception> failed) =>
        _ = DialAsync(host, port, connected, failed);

    public void Close()
    {
        object[] open;
        lock (_gate)
        {
            _closed = true;
            open = [.. _open];
            _open.Clear();
        }
        foreach (var one in open)
        {
            if (one is NetworkConnection connection) connection.Abort();
            else ((IDisposable)one).Dispose();
        }
    }

    private async Task AcceptLoopAsync(Socket listener, Action<NetworkConnection> accepted)
    {
        while (true)
        {
            try
            {
                var socket = await listener.AcceptAsync().ConfigureAwait(false);
                Accept(socket, accepted);
            }
            catch (Exception) when (IsClosed)
            {
                return;
            }
            catch (SocketException)
            {
                // The caller gave up before it was accepted, or descriptors ran out: wait a little, listen on.
                await Task.Delay(TimeSpan.FromMilliseconds(20), time).ConfigureAwait(false);
            }
        }
    }

    private void Accept(Socket socket, Action<NetworkConnection> accepted)
    {
        Configure(socket);
        var stream = new NetworkStream(socket, ownsSocket: false);
        StreamConnection connection;
        if (settings.Tls is { } tls)
        {
            var secured = new SslStream(stream);
            // Part of the connection's first read, so that the sink's time limit for the handshake covers it.
            connection = new StreamConnection(socket, secured, () => secured.AuthenticateAsServerAsync(tls.ForServer()), Disown);
        }
        else
        {
            connection = new StreamConnection(socket, stream, prepare: null, Disown);
        }
        if (TryOwn(connection)) accepted(connection);
    }

    private async Task DialAsync(string host, int port, Action<NetworkConnection> connected, Action<Exception> failed)
    {
        StreamConnection connection;
        try
        {
            connection = await ConnectAsync(host, port).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            failed(new TimeoutException($"no connection within {settings.ConnectionTimeout} (akka.remote.dot-netty.tcp.connection-timeout)"));
            return;
        }
        catch (Exception failure)
        {
            // The dialing association logs it and waits before it tries again.
            failed(failure);
            return;
        }
        if (TryOwn(connection)) connected(connection);
        else failed(new ObjectDisposedException(nameof(TcpNetwork)));
    }

    private async Task<StreamConnection> ConnectAsync(string host, int port)
    {
        using var limit = new CancellationTokenSource(settings.ConnectionTimeout, time);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, limit.Token).ConfigureAwait(false);
        var address = Preferred(addresses, host);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Configure(socket);
            await socket.ConnectAsync(address, port, limit.Token).ConfigureAwait(false);
            Stream stream = new NetworkStream(socket, ownsSocket: false);
            if (settings.Tls is { } tls)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsClientAsync(tls.ForClient(host), limit.Token).ConfigureAwait(false);
                stream = secured;
            }
            return new StreamConnection(socket, stream, prepare: null, Disown);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Configure(Socket socket)
    {
        socket.NoDelay = settings.NoDelay;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, settings.KeepAlive);
        if (settings.SendBufferBytes > 0) socket.SendBufferSize = settings.SendBufferBytes;
        if (settings.ReceiveBufferBytes > 0) socket.ReceiveBufferSize = settings.ReceiveBufferBytes;
    }

    private IPAddress Resolve(string host) =>
        IPAddress.TryParse(host, out var literal) ? literal : Preferred(Dns.GetHostAddresses(host), host);

    private IPAddress Preferred(IPAddress[] addresses, string host)
    {
        var family = settings.PreferIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return addresses.FirstOrDefault(address => address.AddressFamily == family)
            ?? addresses.FirstOrDefault()
            ?? throw new IOException($"{host} has no IP address");
    }

    private bool IsClosed
    {
        get
        {
            lock (_gate) return _closed;
        }
    }

    private bool TryOwn(object opened)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _open.Add(opened);
                return true;
            }
        }
        if (opened is NetworkConnection connection) connection.Abort();
        else ((IDisposable)opened).Dispose();
        return false;
    }

    private void Disown(StreamConnection connection)
    {
        lock (_gate) _open.Remove(connection);
    }
}
