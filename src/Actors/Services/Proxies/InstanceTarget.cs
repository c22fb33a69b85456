using Actors.Services.Methods;

namespace Actors.Services.Proxies;

/// <summary>Calls the methods of one object of this process, at the same time if they come so.</summary>
internal sealed class InstanceTarget(object instance, SizeLimits limits) : ICallTarget
{
    private readonly MethodTable _table = MethodTable.Of(instance.GetType());

    public string Title => instance.GetType().Name;

    public IReadOnlyList<MethodDescription> Methods => _table.Methods;

    public Task<MethodResult> CallAsync(string method, Arguments arguments, CancellationToken cancel) =>
        _table.Bind(method, arguments, limits).RunAsync(instance, cancel).AsTask();
}
