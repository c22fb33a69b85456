using Actors.Services.Methods;
using Actors.Services.Proxies;

namespace Actors.Services.Calls;

/// <summary>A service of a cluster, as what proxies call.</summary>
internal sealed class ServiceTarget(ServicesClient services, string service, CallOptions options) : ICallTarget
{
    public SizeLimits Sizes => services.Sizes;

    public Task<MethodResult> CallAsync(string method, Arguments arguments, CancellationToken cancel) => services.InvokeAsync(service, method, arguments, options, cancel);
}
