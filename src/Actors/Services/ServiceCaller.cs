using System.Dynamic;
using System.Runtime.CompilerServices;
using Actors.Services.Methods;
using Actors.Services.Proxies;

namespace Actors.Services;

/// <summary>
/// The ways to call methods by name, whatever carries the calls. As <c>dynamic</c>: <c>int x = await c.add(6, 8)</c>, also <c>c.add(a: 6, b: 8)</c>; an interface
/// (<see cref="As{T}"/>); or the name as a string. A <see cref="CancellationToken"/> among the arguments cancels the call, <see cref="CallOptions"/> among
/// them, of a service of a cluster, are this call's instead of the client's; neither is sent. Thread-safe.
/// </summary>
/// <remarks>A dynamic call begins at once and is a <see cref="Task{TResult}"/>, so several can run at the same time; its result is a <see cref="DynamicResult"/>.</remarks>
public abstract class ServiceCaller : DynamicObject
{
    private static readonly string[] NoNames = [];

    private protected abstract ICallTarget Target { get; }

    /// <exception cref="ActorsException">An expected failure; one of <see cref="ErrorCodes"/>.</exception>
    /// <exception cref="RemoteException">The method threw.</exception>
    public async Task<T> CallAsync<T>(string method, params object?[] arguments)
    {
        var (given, cancel) = CallArguments.Of(arguments, NoNames, Target.Sizes);
        return await CallAsync<T>(method, given, cancel).ConfigureAwait(false);
    }

    /// <summary>A call whose result does not matter, or that has none.</summary>
    /// <exception cref="ActorsException">An expected failure; one of <see cref="ErrorCodes"/>.</exception>
    /// <exception cref="RemoteException">The method threw.</exception>
    public async Task CallAsync(string method, params object?[] arguments)
    {
        var (given, cancel) = CallArguments.Of(arguments, NoNames, Target.Sizes);
        await ResultReader.DropAsync(await Target.CallAsync(method, given, cancel).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>With arguments by name: the members of an object, as in <c>new { a = 6, b = 8 }</c>, or of a dictionary.</summary>
    /// <exception cref="ActorsException">An expected failure; one of <see cref="ErrorCodes"/>.</exception>
    /// <exception cref="RemoteException">The method threw.</exception>
    public Task<T> CallNamedAsync<T>(string method, object arguments, CancellationToken cancel = default) => CallAsync<T>(method, CallArguments.Named(arguments), cancel);

    /// <summary>The items of a method's stream as they come. The call begins with the reading; to stop reading ends the method.</summary>
    /// <exception cref="ActorsException">An expected failure; one of <see cref="ErrorCodes"/>.</exception>
    /// <exception cref="RemoteException">The method threw.</exception>
    public IAsyncEnumerable<T> StreamAsync<T>(string method, params object?[] arguments)
    {
        var (given, cancel) = CallArguments.Of(arguments, NoNames, Target.Sizes);
        return StreamAsync<T>(method, given, cancel);
    }

    /// <summary>A proxy whose methods are calls: they may return a value, a task, or an <see cref="IAsyncEnumerable{T}"/>.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is no interface, or has something that no call can be.</exception>
    public T As<T>()
        where T : class => TypedProxy.Of<T>(Target, owned: null);

    /// <summary>Makes the call that a <c>dynamic</c> expression is.</summary>
    public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result)
    {
        result = CallDynamicAsync(binder.Name, args ?? [], binder.CallInfo.ArgumentNames);
        return true;
    }

    private async Task<T> CallAsync<T>(string method, Arguments arguments, CancellationToken cancel)
    {
        var result = await Target.CallAsync(method, arguments, cancel).ConfigureAwait(false);
        return await ResultReader.ReadAsync<T>(method, result, cancel).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(string method, Arguments arguments, CancellationToken given, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(given, cancel);
        var result = await Target.CallAsync(method, arguments, either.Token).ConfigureAwait(false);
        await foreach (var item in ResultReader.Items<T>(method, result, either.Token).ConfigureAwait(false)) yield return item;
    }

    internal Task<object?> CallDynamicAsync(string method, object?[] arguments) => CallDynamicAsync(method, arguments, NoNames);

    private async Task<object?> CallDynamicAsync(string method, object?[] values, IReadOnlyList<string> names)
    {
        var (arguments, cancel) = CallArguments.Of(values, names, Target.Sizes);
        var result = await Target.CallAsync(method, arguments, cancel).ConfigureAwait(false);
        return !result.IsStream && result.Value.Span.SequenceEqual("null"u8) ? null : new DynamicResult(method, result);
    }
}
