using System.Reflection;

namespace Actors.Services.Proxies;

/// <summary>Stands for an interface: its methods are calls. Made by <see cref="Of{T}"/>.</summary>
public class TypedProxy : DispatchProxy, IAsyncDisposable
{
    private ICallTarget? _target;
    private IReadOnlyDictionary<MethodInfo, ProxyMethod> _methods = new Dictionary<MethodInfo, ProxyMethod>();
    private IAsyncDisposable? _owned;

    /// <summary>Closes the client that was made for this proxy alone; otherwise nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_owned != null) await _owned.DisposeAsync().ConfigureAwait(false);
    }

    /// <param name="target">Where the calls go.</param>
    /// <param name="owned">Disposed of with the proxy; may be null.</param>
    /// <exception cref="ArgumentException">The interface has something that no call can be.</exception>
    internal static T Of<T>(ICallTarget target, IAsyncDisposable? owned)
        where T : class
    {
        var methods = ProxyMethod.Of(typeof(T));
        var proxy = Create<T, TypedProxy>();
        var inner = (TypedProxy)(object)proxy;
        inner._target = target;
        inner._methods = methods;
        inner._owned = owned;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        return _methods[targetMethod].Call(_target!, args ?? []);
    }
}
