using System.Reflection;
using System.Runtime.CompilerServices;

namespace Actors.Services.Proxies;

/// <summary>How one method of an interface is called: what it returns decides whether its caller waits, awaits or reads a stream.</summary>
internal abstract class ProxyMethod
{
    private static readonly string[] NoNames = [];

    protected string Name { get; private set; } = "";

    /// <summary>The methods of an interface and of those that it extends.</summary>
    /// <exception cref="ArgumentException">It is no interface, or has something that no call can be.</exception>
    public static IReadOnlyDictionary<MethodInfo, ProxyMethod> Of(Type type)
    {
        if (!type.IsInterface) throw new ArgumentException($"{type.Name} is not an interface");
        var methods = new Dictionary<MethodInfo, ProxyMethod>();
        foreach (var method in type.GetInterfaces().Append(type).SelectMany(each => each.GetMethods()).Where(method => method.IsAbstract && !method.IsStatic))
        {
            if (WhyNot(method) is { } why) throw new ArgumentException($"{type.Name}.{method.Name} cannot be called over a network: {why}");
            var proxy = Make(method.ReturnType);
            proxy.Name = method.Name;
            methods.Add(method, proxy);
        }

        return methods;
    }

    public abstract object? Call(ICallTarget target, object?[] values);

    private static string? WhyNot(MethodInfo method)
    {
        if (method.IsSpecialName) return "it is a property or an event";
        if (method.IsGenericMethod) return "it is generic";
        return method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef) ? "it has a parameter that is ref, in or out" : null;
    }

    private static ProxyMethod Make(Type type)
    {
        if (type == typeof(void)) return new Waited();
        if (type == typeof(Task)) return new Awaited();
        if (type == typeof(ValueTask)) return new ValueAwaited();
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition == typeof(Task<>)) return MakeOf(typeof(Awaited<>), type.GetGenericArguments());
        if (definition == typeof(ValueTask<>)) return MakeOf(typeof(ValueAwaited<>), type.GetGenericArguments());
        return definition == typeof(IAsyncEnumerable<>) ? MakeOf(typeof(Streamed<>), type.GetGenericArguments()) : MakeOf(typeof(Waited<>), type);
    }

    private static ProxyMethod MakeOf(Type definition, params Type[] arguments) => (ProxyMethod)Activator.CreateInstance(definition.MakeGenericType(arguments))!;

    protected async Task<T> CallAsync<T>(ICallTarget target, object?[] values)
    {
        var (arguments, cancel) = CallArguments.Of(values, NoNames, target.Sizes);
        var result = await target.CallAsync(Name, arguments, cancel).ConfigureAwait(false);
        return await ResultReader.ReadAsync<T>(Name, result, cancel).ConfigureAwait(false);
    }

    protected async Task CallAsync(ICallTarget target, object?[] values)
    {
        var (arguments, cancel) = CallArguments.Of(values, NoNames, target.Sizes);
        await ResultReader.DropAsync(await target.CallAsync(Name, arguments, cancel).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private sealed class Waited : ProxyMethod
    {
        public override object? Call(ICallTarget target, object?[] values)
        {
            CallAsync(target, values).GetAwaiter().GetResult();
            return null;
        }
    }

    private sealed class Waited<T> : ProxyMethod
    {
        public override object? Call(ICallTarget target, object?[] values) => CallAsync<T>(target, values).GetAwaiter().GetResult();
    }

    private sealed class Awaited : ProxyMethod
    {
        public override object Call(ICallTarget target, object?[] values) => CallAsync(target, values);
    }

    private sealed class Awaited<T> : ProxyMethod
    {
        public override object Call(ICallTarget target, object?[] values) => CallAsync<T>(target, values);
    }

    private sealed class ValueAwaited : ProxyMethod
    {
        public override object Call(ICallTarget target, object?[] values) => new ValueTask(CallAsync(target, values));
    }

    private sealed class ValueAwaited<T> : ProxyMethod
    {
        public override object Call(ICallTarget target, object?[] values) => new ValueTask<T>(CallAsync<T>(target, values));
    }

    private sealed class Streamed<T> : ProxyMethod
    {
        public override object Call(ICallTarget target, object?[] values) => ReadAsync(target, values);

        /// <summary>The call begins when the reading does, and is cancelled by either token.</summary>
        private async IAsyncEnumerable<T> ReadAsync(ICallTarget target, object?[] values, [EnumeratorCancellation] CancellationToken cancel = default)
        {
            var (arguments, given) = CallArguments.Of(values, NoNames, target.Sizes);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(given, cancel);
            var result = await target.CallAsync(Name, arguments, either.Token).ConfigureAwait(false);
            await foreach (var item in ResultReader.Items<T>(Name, result, either.Token).ConfigureAwait(false)) yield return item;
        }
    }
}
