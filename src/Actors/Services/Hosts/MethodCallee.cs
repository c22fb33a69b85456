using Actors.Services.Internal;
using Actors.Services.Methods;
using Google.Protobuf;

namespace Actors.Services.Hosts;

/// <summary>Calls the methods of .NET objects: slot i calls instance i modulo their number.</summary>
internal sealed class MethodCallee(MethodTable methods, IReadOnlyList<object> instances, SizeLimits limits) : ICallee
{
    public async ValueTask<CallOutcome> CallAsync(ServiceCall call, int slot, CancellationToken cancel)
    {
        try
        {
            var invocation = methods.Bind(call.Method, new Arguments(call.Arguments.Memory, call.NamedArguments.Memory), limits);
            var result = await invocation.RunAsync(instances[slot % instances.Count], cancel).ConfigureAwait(false);
            return result.IsStream ? new CallOutcome(null, Stream: result.Items) : new CallOutcome(UnsafeByteOperations.UnsafeWrap(result.Value));
        }
        catch (Exception failure)
        {
            return new CallOutcome(null, CallFailures.Of(failure));
        }
    }
}
