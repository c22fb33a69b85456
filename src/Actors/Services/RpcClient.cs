using Actors.Gateways.Rpc;
using Actors.Internal;
using Actors.Services.Methods;
using Actors.Services.Proxies;

namespace Actors.Services;

/// <summary>
/// A client of one <see cref="SocketServer"/>, or of any server of length-prefixed JSON-RPC 2.0. Its few connections carry many calls at the same time and open
/// again by themselves. Thread-safe; made by <see cref="Rpc.Connect(string, RpcOptions?)"/>.
/// </summary>
public sealed class RpcClient : ServiceCaller, IAsyncDisposable
{
    private static readonly string[] NoNames = [];

    private readonly RpcTransport _transport;

    internal RpcClient(HostPort address, RpcOptions options)
        : this(new RpcTransport(new RpcPool(address, options), options))
    {
    }

    private RpcClient(RpcTransport transport) => _transport = transport;

    /// <summary>host:port of the server.</summary>
    public string Address => _transport.Pool.Address.ToString();

    /// <summary>How many connections are open now.</summary>
    public int Connections => _transport.Pool.Connections;

    private protected override ICallTarget Target => _transport;

    internal ICallTarget CallTarget => _transport;

    /// <summary>The same client, over the same connections, with other terms for its calls. Whichever of them is disposed of, the connections close.</summary>
    /// <param name="timeout">Null: as now.</param>
    /// <param name="repeatable">Whether a call may be sent again when its connection broke before the answer; null: as now.</param>
    public RpcClient With(TimeSpan? timeout = null, bool? repeatable = null)
    {
        var options = _transport.Options with { Timeout = timeout ?? _transport.Options.Timeout, Repeatable = repeatable ?? _transport.Options.Repeatable };
        options.Validate();
        return new RpcClient(new RpcTransport(_transport.Pool, options));
    }

    /// <summary>Sends a call that nobody answers: neither a result nor an error comes back. Ends when it is handed to the network.</summary>
    /// <exception cref="ActorsException">unreachable, or lost.</exception>
    public Task NotifyAsync(string method, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(method);
        var (given, cancel) = CallArguments.Of(arguments, NoNames);
        return _transport.NotifyAsync(method, given, cancel);
    }

    /// <summary>A batch of its own, to add calls to.</summary>
    public RpcBatch Batch() => new(_transport);

    /// <summary>What the server's methods are.</summary>
    /// <exception cref="ActorsException">unreachable; no-such-method when the server does not tell.</exception>
    public async Task<IReadOnlyList<RemoteMethod>> DiscoverAsync(CancellationToken cancel = default)
    {
        var result = await _transport.CallAsync(ReservedMethods.Discover, Arguments.None, cancel).ConfigureAwait(false);
        return RemoteMethod.ReadAll(ResultReader.Read<System.Text.Json.JsonElement>(ReservedMethods.Discover, result.Value));
    }

    /// <summary>Closes the connections; calls that are under way fail with <see cref="ErrorCodes.Lost"/>.</summary>
    public ValueTask DisposeAsync()
    {
        _transport.Pool.Close();
        return ValueTask.CompletedTask;
    }
}
