using Actors.Services.Calls;
using Actors.Services.Proxies;

namespace Actors.Services;

/// <summary>
/// Calls the methods of one service of a cluster, whoever serves it; made by <see cref="ServicesClient.Client(string, CallOptions?)"/>. As <c>dynamic</c>:
/// <c>int x = await c.add(6, 8)</c>, also <c>c.add(a: 6, b: 8)</c>. Thread-safe.
/// </summary>
/// <remarks>Calls that are made at about the same time travel together by themselves: many small ones need no batch, only that their tasks are not awaited one by one.</remarks>
public sealed class ServiceClient : ServiceCaller
{
    private static readonly string[] NoNames = [];

    private readonly ServicesClient _services;

    internal ServiceClient(ServicesClient services, string service, CallOptions options)
    {
        (_services, Service, Options) = (services, service, options);
        Target = new ServiceTarget(services, service, options);
    }

    /// <summary>The service's name.</summary>
    public string Service { get; }

    /// <summary>How its calls are made.</summary>
    public CallOptions Options { get; }

    private protected override ICallTarget Target { get; }

    /// <summary>The same with other terms: <c>c.With(c.Options with { Timeout = ... })</c>. With a <see cref="CallOptions.Key"/> all its calls are one call.</summary>
    public ServiceClient With(CallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ServiceClient(_services, Service, options);
    }

    /// <summary>A call whose reply is kept for whoever asks for it later. It returns when a broker has accepted it.</summary>
    /// <exception cref="ActorsException">It was not accepted; the code says why.</exception>
    public async Task<SubmittedCall> SubmitAsync(string method, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var (given, cancel) = CallArguments.Of(arguments, NoNames, Target.Sizes);
        return await _services.SubmitCallAsync(Service, method, given, Options, cancel).ConfigureAwait(false);
    }

    /// <summary>With arguments by name: the members of an object, as in <c>new { a = 6, b = 8 }</c>, or of a dictionary.</summary>
    /// <inheritdoc cref="SubmitAsync(string, object?[])"/>
    public Task<SubmittedCall> SubmitNamedAsync(string method, object arguments, CancellationToken cancel = default) =>
        _services.SubmitCallAsync(Service, method, CallArguments.Named(arguments), Options, cancel);

    /// <summary>The call that was submitted with a key, by this program or another one.</summary>
    public SubmittedCall Submitted(string key) => _services.Submitted(Service, key);
}
