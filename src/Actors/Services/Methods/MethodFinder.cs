using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>Finds and describes the methods of a type that are meant for callers.</summary>
internal static class MethodFinder
{
    public static IReadOnlyList<MethodInfo> Find(Type type, bool isStatic)
    {
        if (type.ContainsGenericParameters)
            throw new ActorsException(ErrorCodes.Invalid, $"{type} leaves type parameters open: only a closed type can be called");
        var methods = type.GetMethods(BindingFlags.Public | BindingFlags.FlattenHierarchy | (isStatic ? BindingFlags.Static : BindingFlags.Instance));
        // An interface does not list what it inherits.
        var inherited = type.IsInterface && !isStatic ? type.GetInterfaces().SelectMany(face => face.GetMethods()) : [];
        return
        [
            .. methods.Concat(inherited).Where(method => IsMeant(method, type))
                .GroupBy(method => (method.Name, string.Join(';', method.GetParameters().Select(parameter => parameter.ParameterType.ToString()))))
                .Select(MostDerived).Where(method => !method.IsDefined(typeof(NotCallableAttribute), true))
                .OrderBy(method => method.Name, StringComparer.Ordinal).ThenBy(method => method.GetParameters().Length),
        ];
    }

    public static (MethodDescription Description, CallableMethod? Callable) Describe(MethodInfo method, Type type, JsonSerializerOptions options)
    {
        var (signature, whyNot) = Callability.WhyNot(method) is { } why ? (null, why) : Signature.Of(method, method.Name, options);
        var result = ReturnShape.ItemType(method.ReturnType);
        var description = new MethodDescription(
            method.Name,
            signature == null ? [] : [.. signature.Parameters.Select(parameter => parameter.Describe(options))],
            TypeText.Of(result),
            signature != null && ReturnShape.Of(method.ReturnType, options).Streams,
            On<CallGuaranteeAttribute>(method, type) is [var declared, ..] ? declared.Guarantee : Guarantee.AtMostOnce,
            Declarations.Timeout(method, type),
            Declarations.Limits(method, type),
            whyNot);
        return (description, signature == null ? null : new CallableMethod(method, signature, description, options));
    }

    /// <summary>The attributes of the method, or those of its class when it has none.</summary>
    public static IReadOnlyList<T> On<T>(MethodInfo method, Type type)
        where T : Attribute =>
        method.GetCustomAttributes<T>(true).ToArray() is { Length: > 0 } own ? own : [.. type.GetCustomAttributes<T>(true)];

    private static bool IsMeant(MethodInfo method, Type type) =>
        !method.IsSpecialName
        && method.GetBaseDefinition().DeclaringType != typeof(object)
        && method.DeclaringType != typeof(MarshalByRefObject)
        // What a record is given by the compiler.
        && !method.IsDefined(typeof(CompilerGeneratedAttribute), false)
        // Who may call must not be able to end what others call.
        && !(method.Name == nameof(IDisposable.Dispose) && method.GetParameters().Length == 0 && typeof(IDisposable).IsAssignableFrom(type))
        && !(method.Name == nameof(IAsyncDisposable.DisposeAsync) && method.GetParameters().Length == 0 && typeof(IAsyncDisposable).IsAssignableFrom(type));

    /// <summary>Of methods that hide each other (<c>new</c>), the one that C# would call.</summary>
    private static MethodInfo MostDerived(IEnumerable<MethodInfo> methods) =>
        methods.Aggregate((best, method) => best.DeclaringType!.IsAssignableFrom(method.DeclaringType) ? method : best);
}
