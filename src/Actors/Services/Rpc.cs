using Actors.Internal;
using Actors.Services.Proxies;

namespace Actors.Services;

/// <summary>Calls the methods of an object that a <see cref="SocketServer"/> serves, from anywhere and without a cluster.</summary>
/// <example><code>
/// dynamic c = Rpc.Connect("127.0.0.1:8786");
/// int x = await c.add(6, 8);
/// </code></example>
public static class Rpc
{
    /// <summary>A client, also as <c>dynamic</c>. It connects with its first call.</summary>
    /// <param name="address">host:port; an IPv6 address in brackets.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ActorsException">invalid: the address or the options are wrong.</exception>
    public static RpcClient Connect(string address, RpcOptions? options = null)
    {
        options ??= new RpcOptions();
        options.Validate();
        return new RpcClient(HostPort.TryParse(address) ?? throw new ActorsException(ErrorCodes.Invalid, $"expected an address like 127.0.0.1:8786 and not '{address}'"), options);
    }

    /// <summary>A proxy for an interface. It is <see cref="IAsyncDisposable"/>, to close its connections.</summary>
    /// <exception cref="ActorsException">invalid: the address or the options are wrong.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is no interface, or has something that no call can be.</exception>
    public static T Connect<T>(string address, RpcOptions? options = null)
        where T : class
    {
        var client = Connect(address, options);
        return TypedProxy.Of<T>(client.CallTarget, owned: client);
    }

    /// <summary>One call over a connection of its own, which is closed again. For more than a few calls, <see cref="Connect(string, RpcOptions?)"/>.</summary>
    /// <exception cref="ActorsException">An expected failure; one of <see cref="ErrorCodes"/>.</exception>
    /// <exception cref="RemoteException">The method threw.</exception>
    public static async Task<T> CallAsync<T>(string address, string method, params object?[] arguments)
    {
        await using var client = Connect(address);
        return await client.CallAsync<T>(method, arguments).ConfigureAwait(false);
    }
}
