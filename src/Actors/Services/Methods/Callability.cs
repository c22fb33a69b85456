using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Actors.Services.Methods;

/// <summary>Why a public method cannot be called with JSON.</summary>
internal static class Callability
{
    /// <summary>What the serializer would find out only when it reads one.</summary>
    private static readonly Type[] NotFromJson = [typeof(nint), typeof(nuint), typeof(Type), typeof(Delegate), typeof(Task)];

    public static string? WhyNot(MethodInfo method)
    {
        if (method.ContainsGenericParameters)
            return "it is generic";
        return method.ReturnType.IsByRef || method.ReturnType.IsByRefLike || method.ReturnType.IsPointer ? "it returns a reference, a pointer or a span" : null;
    }

    public static string? WhyNot(ParameterInfo parameter, JsonSerializerOptions options)
    {
        var (name, type) = (parameter.Name, parameter.ParameterType);
        if (type.IsByRef)
            return $"its parameter '{name}' is passed by reference";
        if (type.IsByRefLike || type.IsPointer || type.IsFunctionPointer)
            return $"its parameter '{name}' is a pointer or a span";
        return IsMadeFromJson(type, options) ? null : $"its parameter '{name}' ({TypeText.Of(type)}) cannot be made from JSON";
    }

    private static bool IsMadeFromJson(Type type, JsonSerializerOptions options)
    {
        if (NotFromJson.Any(kind => kind.IsAssignableFrom(type)) || JsonShape.Implemented(type, typeof(IAsyncEnumerable<>)) != null)
            return false;
        try
        {
            var info = options.GetTypeInfo(type);
            return info.Kind != JsonTypeInfoKind.Object || !type.IsAbstract || info.PolymorphismOptions != null;
        }
        catch (Exception unsupported) when (unsupported is NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }
}
