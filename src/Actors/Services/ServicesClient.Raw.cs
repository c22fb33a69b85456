using Actors.Services.Calls;
using Actors.Services.Methods;
using Google.Protobuf;

namespace Actors.Services;

public sealed partial class ServicesClient
{
    /// <summary>A call whose arguments are anything that its host understands, for features of the product that are services themselves.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="method">What is asked for.</param>
    /// <param name="arguments">Within the limit of all calls.</param>
    /// <param name="timeout">Zero: for ever.</param>
    /// <param name="priority">Higher first.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="ActorsException">It did not come to a result.</exception>
    /// <exception cref="RemoteException">What was called threw.</exception>
    internal Task<MethodResult> InvokeAsync(string service, string method, ByteString arguments, TimeSpan timeout, int priority, CancellationToken cancel) =>
        InvokeAsync(service, method, arguments, timeout, priority, null, cancel);

    /// <inheritdoc cref="InvokeAsync(string, string, ByteString, TimeSpan, int, CancellationToken)"/>
    internal async Task<MethodResult> InvokeAsync(string service, string method, ByteString arguments, TimeSpan timeout, int priority, CallPlacement? placement, CancellationToken cancel)
    {
        if (arguments.Length > _settings.Sizes.ArgumentBytes)
            throw new ActorsException(ErrorCodes.TooLarge, $"what {service} is asked has {arguments.Length} bytes; at most {_settings.Sizes.ArgumentBytes} may travel");
        var call = new ServiceCall { CallId = CallId.New(_ids).ToWire(), Method = method, RemainingMs = (long)timeout.TotalMilliseconds, Priority = priority, Placement = placement };
        return ResultOf(await SendAsync(PendingCall.Of(service, call, new Arguments(arguments.Memory), timeout), cancel).ConfigureAwait(false));
    }
}
