using System.Net;
using System.Net.Sockets;

namespace Actors.Gateways.ComputeCloud;

/// <summary>Listens for text-protocol clients and runs a <see cref="ClassicConnection"/> for each, up to a limit.</summary>
internal sealed class ComputeCloudListener : IAsyncDisposable
{
    private readonly ComputeCloudSettings _settings;
    private readonly IClassicBackend _backend;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private readonly CancellationTokenSource _stop = new();
    private readonly SocketListener _listener;

    private ComputeCloudListener(ComputeCloudSettings settings, IClassicBackend backend, TimeProvider time, Action<string> warn)
    {
        _settings = settings;
        _backend = backend;
        _time = time;
        _warn = warn;
        _listener = SocketListener.Start(
            settings.Host, settings.Port, settings.MaxConnections, ServeAsync, time, warn, "actors.gateways.computecloud.max-connections");
    }

    /// <summary>Where it listens, the real port included.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <param name="settings">Where to listen, and the limits.</param>
    /// <param name="backend">Carries out the commands of all connections, several at a time.</param>
    /// <param name="time">For the time limits.</param>
    /// <param name="warn">Gets one line for each connection that misbehaves; called from any thread.</param>
    /// <exception cref="ActorsException">The port is taken or the host is not an address of this machine.</exception>
    public static ComputeCloudListener Start(ComputeCloudSettings settings, IClassicBackend backend, TimeProvider time, Action<string> warn)
    {
        try
        {
            return new ComputeCloudListener(settings, backend, time, warn);
        }
        catch (ActorsException failure)
        {
            throw new ActorsException(failure.Code, $"the gateway {failure.Message} (actors.gateways.computecloud.port, actors.gateways.computecloud.host)", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ServeAsync(Socket peer)
    {
        var name = peer.RemoteEndPoint;
        await using var stream = new NetworkStream(peer, ownsSocket: true);
        try
        {
            await new ClassicConnection(stream, _backend, _settings, _time, text => _warn($"{name}: {text}")).RunAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The listener stops.
        }
    }
}
