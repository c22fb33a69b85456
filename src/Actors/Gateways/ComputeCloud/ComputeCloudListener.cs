using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Actors.Gateways.ComputeCloud;

/// <summary>Listens for text-protocol clients and runs a <see cref="ClassicConnection"/> for each, up to a limit.</summary>
internal sealed class ComputeCloudListener : IAsyncDisposable
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly ComputeCloudSettings _settings;
    private readonly IClassicBackend _backend;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Task _accepting;

    private ComputeCloudListener(Socket socket, ComputeCloudSettings settings, IClassicBackend backend, TimeProvider time, Action<string> warn)
    {
        _socket = socket;
        _settings = settings;
        _backend = backend;
        _time = time;
        _warn = warn;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, the real port included.</summary>
    public IPEndPoint EndPoint { get; }

    /// <param name="settings">Where to listen, and the limits.</param>
    /// <param name="backend">Carries out the commands of all connections, several at a time.</param>
    /// <param name="time">For the time limits.</param>
    /// <param name="warn">Gets one line for each connection that misbehaves; called from any thread.</param>
    /// <exception cref="ActorsException">The port is taken or the host is not an address of this machine.</exception>
    public static ComputeCloudListener Start(ComputeCloudSettings settings, IClassicBackend backend, TimeProvider time, Action<string> warn)
    {
        var address = Resolve(settings.Host);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, settings.Port));
            socket.Listen();
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new ActorsException(
                failure.SocketErrorCode == SocketError.AddressAlreadyInUse ? ErrorCodes.InUse : ErrorCodes.Invalid,
                $"the gateway cannot listen on {settings.Host}:{settings.Port}: {failure.Message}; set another actors.gateways.computecloud.port or host",
                failure);
        }

        return new ComputeCloudListener(socket, settings, backend, time, warn);
    }

    public async ValueTask DisposeAsync()
    {
        // Asked to stop before the socket is gone: what the accept loop then sees is the end and not an error.
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_connections.Keys).ConfigureAwait(false);
        _stop.Dispose();
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
            throw new ActorsException(ErrorCodes.Invalid, $"actors.gateways.computecloud.host: '{host}' is not an address of this machine", failure);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var peer = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                if (_connections.Count < _settings.MaxConnections) Serve(peer);
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
        _warn($"{peer.RemoteEndPoint}: closed, {_settings.MaxConnections} connections are open (actors.gateways.computecloud.max-connections)");
        peer.Dispose();
    }

    private async Task ServeAsync(Socket peer)
    {
        await Task.Yield(); // the accept loop goes on at once
        var name = peer.RemoteEndPoint;
        try
        {
            peer.NoDelay = true; // replies are single small writes that somebody waits for
            await using var stream = new NetworkStream(peer, ownsSocket: true);
            await new ClassicConnection(stream, _backend, _settings, _time, text => _warn($"{name}: {text}")).RunAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The listener stops.
        }
        catch (Exception defect)
        {
            // One connection's defect must not end the others; it is told here, where its peer is known.
            _warn($"{name}: closed after an error: {defect}");
        }
    }
}
