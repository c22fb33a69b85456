using System.Reflection;
using Actors.Services;
using Actors.Services.Methods;
using Google.Protobuf;

namespace Actors.Futures.Library;

/// <summary>Methods as the names by which they are asked for.</summary>
internal static class FunctionNames
{
    /// <exception cref="ArgumentException">No worker would run it; the message says why.</exception>
    public static FunctionName Of(Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var method = function.Method;
        if (WhyNot(function, method) is { } why)
            throw new ArgumentException($"{method.DeclaringType}.{method.Name} cannot be a future: {why}", nameof(function));
        return new FunctionName
        {
            Assembly = method.DeclaringType!.Assembly.GetName().Name,
            Type = method.DeclaringType.FullName,
            Method = method.Name,
            Parameters = { ParametersOf(method) },
            ModuleVersion = UnsafeByteOperations.UnsafeWrap(method.Module.ModuleVersionId.ToByteArray()),
        };
    }

    /// <summary>As text for people, and for keys.</summary>
    public static string Text(FunctionName name) => $"{name.Assembly}:{name.Type}.{name.Method}({string.Join(", ", name.Parameters)})";

    public static IEnumerable<string> ParametersOf(MethodInfo method) => method.GetParameters().Select(parameter => parameter.ParameterType.ToString());

    public static bool IsMarked(Type type) => type.IsDefined(typeof(FunctionsAttribute), inherit: false) || type.Assembly.IsDefined(typeof(FunctionsAttribute));

    /// <summary>A marked function of this very assembly: a name that could lead elsewhere (Type, Assembly; List`1[[...]]) finds nothing.</summary>
    /// <param name="assembly">Loaded.</param>
    /// <param name="name">From a client; its assembly is not looked at.</param>
    /// <param name="whyNot">When it is null.</param>
    /// <exception cref="ActorsException">no-such-method: it cannot be called with JSON.</exception>
    public static MethodGroup? FindIn(Assembly assembly, FunctionName name, out string whyNot)
    {
        whyNot = "";
        var type = name.Type.AsSpan().ContainsAny(',', '[') ? null : assembly.GetType(name.Type);
        if (type is null || !type.IsVisible || type.ContainsGenericParameters || type.Assembly != assembly)
        {
            whyNot = "its assembly has no such public class";
            return null;
        }

        if (!IsMarked(type))
        {
            whyNot = "it is not marked [Functions]";
            return null;
        }

        MethodInfo[] called = [.. MethodFinder.Find(type, isStatic: true).Where(method => method.DeclaringType == type && method.Name == name.Method)];
        if (Array.Find(called, method => ParametersOf(method).SequenceEqual(name.Parameters)) is not { } found)
        {
            whyNot = called.Length == 0 ? "its class has no such public static method" : $"its parameters are others: {string.Join(", or ", called.Select(method => $"({string.Join(", ", ParametersOf(method))})"))}";
            return null;
        }

        var (description, callable) = MethodFinder.Describe(found, type, ServiceJson.For(type));
        return callable is null
            ? throw new ActorsException(ErrorCodes.NoSuchMethod, $"{Text(name)} cannot be called: {description.NotCallable}")
            : new MethodGroup(found.Name, [callable]);
    }

    private static string? WhyNot(Delegate function, MethodInfo method) => method switch
    {
        _ when function.Target is not null || !method.IsStatic || !method.IsPublic =>
            "it travels by its name, so it must be a public static method (a lambda, a local function or a method of an object has no name, and may hold anything)",
        { DeclaringType: not { IsVisible: true } } => "its class is not public",
        { ContainsGenericParameters: true } or { IsGenericMethod: true } or { DeclaringType.IsGenericType: true } => "it is generic",
        _ when !IsMarked(method.DeclaringType!) => $"workers call only what is marked: put [Functions] on the class, or [assembly: Functions] into {method.DeclaringType!.Assembly.GetName().Name}",
        _ => null,
    };
}
