using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Actors.Gateways;
using Actors.Gateways.Rpc;
using Actors.Services.Internal;
using Actors.Services.Methods;
using Actors.Services.Proxies;

namespace Actors.Services;

/// <summary>
/// Serves the public methods of an object over TCP, without a cluster: JSON-RPC 2.0 in frames with a 4-byte big-endian length.
/// <see cref="Rpc"/> is its client; ten lines of any language are another.
/// </summary>
/// <remarks>
/// <see cref="CallLimitAttribute"/> and <see cref="CallTimeoutAttribute"/> of its methods hold here as in a cluster, beside the limits of <see cref="SocketServerOptions"/>. <see cref="CallGuaranteeAttribute"/>
/// says nothing here: there is no other host on which a call could run again, and a client whose connection breaks hears <see cref="ErrorCodes.Lost"/>.
/// </remarks>
/// <example><code>await using var server = await SocketServer.ServeAsync(new MathCloud(), 8786);</code></example>
public sealed class SocketServer : IAsyncDisposable
{
    private readonly SocketServerOptions _options;
    private readonly MethodLimits _limits;
    private readonly CallRunner _runner;
    private readonly byte[] _description;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly SocketListener _listener;
    private readonly ConcurrentDictionary<RpcServerConnection, byte> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<Task> _stopped;

    private SocketServer(InstanceTarget target, int port, SocketServerOptions options)
    {
        _options = options;
        _limits = new MethodLimits(ServiceShapes.Of(target.Methods, new ServeOptions()), options.Time);
        _runner = new CallRunner(target, _limits, options, Log);
        _description = Discovery.Write(target.Title, target.Methods);
        _tls = options.Tls == null ? null : RpcTls.ForServer(options.Tls);
        _stopped = new Lazy<Task>(StopOnceAsync);
        _listener = SocketListener.Start(options.Host, port, options.MaxConnections, ServeAsync, options.Time, Log, nameof(SocketServerOptions.MaxConnections));
    }

    /// <summary>Where it listens, the real port included.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>How many peers are connected now.</summary>
    public int Connections => _listener.Connections;

    /// <summary>Serves one object to all callers. It gets one call at a time, unless <see cref="SocketServerOptions.Concurrency"/> says that it can do with more.</summary>
    /// <param name="instance">Every public method of its class can be called by name.</param>
    /// <param name="port">0: a free one; see <see cref="EndPoint"/>.</param>
    /// <param name="options">Null: loopback, and the default limits.</param>
    /// <exception cref="ActorsException">The port is taken, or the options are wrong.</exception>
    public static Task<SocketServer> ServeAsync(object instance, int port, SocketServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        options ??= new SocketServerOptions();
        options.Validate();
        var target = new InstanceTarget(instance, new SizeLimits(options.MaxFrameBytes, options.MaxFrameBytes));
        return Task.FromResult(new SocketServer(target, port, options));
    }

    /// <summary>Accepts nobody more, lets running calls end for a while (<see cref="SocketServerOptions.DrainTimeout"/>), cancels the rest, closes.</summary>
    public Task StopAsync() => _stopped.Value;

    /// <summary>The same as <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async Task StopOnceAsync()
    {
        await _listener.StopAcceptingAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_connections.Keys.Select(connection => connection.StopAsync(_options.DrainTimeout))).ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
        _limits.Dispose();
    }

    private async Task ServeAsync(Socket peer)
    {
        var name = peer.RemoteEndPoint;
        peer.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true); // a peer whose machine has died says nothing
        await using var stream = await OpenAsync(peer, name).ConfigureAwait(false);
        if (stream == null) return;
        await using var connection = new RpcServerConnection(
            stream, () => peer.Shutdown(SocketShutdown.Send), _options, _runner, _description, text => Log($"{name}: {text}"));
        _connections.TryAdd(connection, 0);
        try
        {
            // Who came while the stop went through the connections is not among them.
            if (!_stopping.IsCancellationRequested) await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    /// <summary>Null when the peer and this side do not agree on TLS.</summary>
    private async Task<Stream?> OpenAsync(Socket peer, EndPoint? name)
    {
        var plain = new NetworkStream(peer, ownsSocket: true);
        if (_tls == null) return plain;
        var secure = new SslStream(plain);
        using var limit = new CancellationTokenSource(_options.FrameTimeout, _options.Time);
        await using var stop = _stopping.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        try
        {
            await secure.AuthenticateAsServerAsync(_tls, limit.Token).ConfigureAwait(false);
            return secure;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or OperationCanceledException)
        {
            Log($"{name}: closed, no TLS handshake: {failure.Message}");
            await secure.DisposeAsync().ConfigureAwait(false);
            return null;
        }
    }

    private void Log(string line) => _options.Log?.Invoke(line);
}
