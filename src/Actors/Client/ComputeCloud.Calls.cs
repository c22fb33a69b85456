using Actors.Services;

namespace Actors.Client;

public sealed partial class ComputeCloud
{
    /// <summary>One call of a method of a service: <c>int x = await cloud.CallAsync("math", "add", 6, 8)</c>. The result becomes what it is assigned to.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="method">Of one of its methods.</param>
    /// <param name="arguments">Positional ones; a <see cref="CancellationToken"/> and <see cref="CallOptions"/> among them are for the call.</param>
    /// <exception cref="ActorsException">It did not come to a result; the code says why.</exception>
    /// <exception cref="RemoteException">The method threw.</exception>
    public async Task<dynamic?> CallAsync(string service, string method, params object?[] arguments) =>
        await Services.Client(service).CallDynamicAsync(method, arguments).ConfigureAwait(false);

    /// <inheritdoc cref="CallAsync(string, string, object?[])"/>
    public Task<T> CallAsync<T>(string service, string method, params object?[] arguments) => Services.CallAsync<T>(service, method, arguments);
}
