using System.Reflection;

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
        };
    }

    /// <summary>As text for people, and for keys.</summary>
    public static string Text(FunctionName name) => $"{name.Assembly}:{name.Type}.{name.Method}({string.Join(", ", name.Parameters)})";

    public static IEnumerable<string> ParametersOf(MethodInfo method) => method.GetParameters().Select(parameter => parameter.ParameterType.ToString());

    public static bool IsMarked(Type type) => type.IsDefined(typeof(FunctionsAttribute), inherit: false) || type.Assembly.IsDefined(typeof(FunctionsAttribute));

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
