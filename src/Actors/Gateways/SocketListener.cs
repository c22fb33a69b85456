using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Actors.Internal;

namespace Actors.Gateways;

/// <summary>Accepts peers and has each of them served, up to a limit.</summary>
internal sealed class SocketListener : IAsyncDisposable
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly int _maxConnections;
    private readonly string _limitName;
    private readonly Func<Socket, Task> _serve;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Task _accepting;

    private SocketListener(Socket socket, int maxConnections, Func<Socket, Task> serve, TimeProvider time, Action<string> warn, string limitName)
    {
        _socket = socket;
        _maxConnections = maxConnections;
        _limitName = limitName;
        _serve = serve;
        _time = time;
        _warn = warn;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, the real port included.</summary>
    public IPEndPoint EndPoint { get; }

    public int Connections => _connections.Count;

    /// <param name="host">An address of this machine.</param>
    /// <param name="port">0: a free one.</param>
    /// <param name="maxConnections">Further peers are closed at once.</param>
    /// <param name="serve">Owns the socket. What it throws is a defect: told to <paramref name="warn"/>, and only that peer's.</param>
    /// <param name="time">For the pause after an error that lasts.</param>
    /// <param name="warn">Called from any thread.</param>
    /// <param name="limitName">The setting to name when a peer is refused.</param>
    /// <exception cref="ActorsException">The port is taken or the host is not an address of this machine.</exception>
    public static SocketListener Start(string host, int port, int maxConnections, Func<Socket, Task> serve, TimeProvider time, Action<string> warn, string limitName)
    {
        var address = Resolve(host);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new ActorsException(
                failure.SocketErrorCode == SocketError.AddressAlreadyInUse ? ErrorCodes.InUse : ErrorCodes.Invalid,
                $"cannot listen on {new HostPort(host, port)}: {failure.Message}; choose another port or host",
                failure);
        }

        return new SocketListener(socket, maxConnections, serve, time, warn, limitName);
    }

    /// <summary>Accepts nobody from now on; those who are served go on.</summary>
    public async Task StopAcceptingAsync()
    {
        // Asked to stop before the socket is gone: what the accept loop then sees is the end and not an error.
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
    }

    /// <summary>Ends when all who were served are gone: whoever serves them must see to it.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAcceptingAsync().ConfigureAwait(false);
        await Task.WhenAll(_connections.Keys).ConfigureAwait(false);
    }

    private static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return address;
        try
        {
            return Dns.GetHostAddresses(host).First(found => found.AddressFamily == AddressFamily.InterNetwork);
        }
        catch (Exception failure) when (failure is SocketException or InvalidOperationException)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"'{host}' is not an address of this machine", failure);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var peer = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                if (_connections.Count < _maxConnections) Serve(peer);
                else Refuse(peer);
            }
            catch (Exception stopped) when (_stop.IsCancellationRequested && stopped is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
            catch (SocketException failure)
            {
                // One peer went away between its knock and our opening: the others must still be served. Anything else, such as too many open files, lasts:
                // trying on at once would only take a core.
                if (failure.SocketErrorCode is not (SocketError.ConnectionAborted or SocketError.ConnectionReset))
                    await Task.Delay(AcceptPause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Serve(Socket peer)
    {
        var serving = ServeAsync(peer);
        _connections.TryAdd(serving, 0);
        // Added first, removed after: a task that is already complete must not stay in the table.
        _ = serving.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
    }

    private void Refuse(Socket peer)
    {
        _warn($"{peer.RemoteEndPoint}: closed, {_maxConnections} connections are open ({_limitName})");
        peer.Dispose();
    }

    private async Task ServeAsync(Socket peer)
    {
        await Task.Yield(); // the accept loop goes on at once
        using (peer)
        {
            EndPoint? name = null;
            try
            {
                name = peer.RemoteEndPoint;
                peer.NoDelay = true; // replies are single small writes that somebody waits for
                await _serve(peer).ConfigureAwait(false);
            }
            catch (Exception defect)
            {
                // One connection's defect must not end the others; it is told here, where its peer is known.
                _warn($"{name}: closed after an error: {defect}");
            }
        }
    }
}
