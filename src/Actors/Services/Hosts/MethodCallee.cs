using Actors.Services.Internal;
using Actors.Services.Methods;
using Google.Protobuf;

namespace Actors.Services.Hosts;

/// <summary>Calls the methods of .NET objects: slot i calls instance i modulo their number.</summary>
internal sealed class MethodCallee(MethodTable methods, IReadOnlyList<object> instances, SizeLimits limits) : ICallee
{
    private volatile Target? _target = new(methods, instances);

    /// <summary>
    /// Forgets the objects. Who served them stays known for a while, as actors by their references, and with them all that they were made of: an assembly could not be unloaded.
    /// </summary>
    public void Release() => _target = null;

    public async ValueTask<CallOutcome> CallAsync(ServiceCall call, int slot, CancellationToken cancel)
    {
        try
        {
            var target = _target ?? throw new ActorsException(ErrorCodes.Unavailable, "the host has ended");
            var invocation = target.Methods.Bind(call.Method, new Arguments(call.Arguments.Memory, call.NamedArguments.Memory), limits);
            var result = await invocation.RunAsync(target.Instances[slot % target.Instances.Count], cancel).ConfigureAwait(false);
            return result.IsStream ? new CallOutcome(null, Stream: result.Items) : new CallOutcome(UnsafeByteOperations.UnsafeWrap(result.Value));
        }
        catch (Exception failure)
        {
            return new CallOutcome(null, CallFailures.Of(failure));
        }
    }

    private sealed record Target(MethodTable Methods, IReadOnlyList<object> Instances);
}
