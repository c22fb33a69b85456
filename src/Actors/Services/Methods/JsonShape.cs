using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Actors.Services.Methods;

/// <summary>Which kinds of JSON a type is read from.</summary>
internal static class JsonShape
{
    private static readonly HashSet<Type> Numbers =
    [
        typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(Int128), typeof(UInt128),
        typeof(decimal),
    ];

    private static readonly HashSet<Type> Floats = [typeof(float), typeof(double), typeof(Half)];

    private static readonly HashSet<Type> Texts =
    [
        typeof(string), typeof(char), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Uri),
        typeof(Version), typeof(byte[]), typeof(Memory<byte>), typeof(ReadOnlyMemory<byte>),
    ];

    /// <summary>Takes every JSON value as it is.</summary>
    public static bool IsAny(Type type) => type == typeof(object) || type == typeof(JsonElement) || type == typeof(JsonDocument) || type == typeof(JsonNode);

    /// <summary>The kinds that are the type's own, and those that it can be read from as well. Null is not among them: annotations decide that.</summary>
    public static (JsonKinds Natural, JsonKinds Possible) Of(Type declared, JsonTypeInfo info)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (IsAny(type)) return (JsonKinds.Any, JsonKinds.Any);
        if (type == typeof(bool)) return (JsonKinds.Bool, JsonKinds.Bool);
        if (Numbers.Contains(type) || type == typeof(BigInteger)) return (JsonKinds.Number, JsonKinds.Number);
        if (Floats.Contains(type)) return (JsonKinds.Number, JsonKinds.Number | JsonKinds.String);
        if (Texts.Contains(type)) return (JsonKinds.String, JsonKinds.String);
        if (type.IsEnum) return (JsonKinds.String, JsonKinds.String | JsonKinds.Number);
        if (type == typeof(JsonObject)) return (JsonKinds.Object, JsonKinds.Object);
        if (type == typeof(JsonArray) || TupleElements(type) != null) return (JsonKinds.Array, JsonKinds.Array);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => (JsonKinds.Object, JsonKinds.Object),
            JsonTypeInfoKind.Enumerable => (JsonKinds.Array, JsonKinds.Array),
            // A converter that the type brought along reads what it likes.
            _ => (JsonKinds.Any & ~JsonKinds.Null, JsonKinds.Any & ~JsonKinds.Null),
        };
    }

    public static Type[]? TupleElements(Type type) =>
        type.IsGenericType && typeof(ITuple).IsAssignableFrom(type) && type.Namespace == "System" ? TupleConverterFactory.ElementsOf(type) : null;

    public static Type? ValueOfMap(Type type) =>
        Implemented(type, typeof(IDictionary<,>))?[1] ?? Implemented(type, typeof(IReadOnlyDictionary<,>))?[1];

    public static Type? Element(Type type) => type == typeof(string) ? null : Implemented(type, typeof(IEnumerable<>))?[0];

    /// <summary>The type arguments of a generic interface that a type is or implements.</summary>
    public static Type[]? Implemented(Type type, Type definition) =>
        type.GetInterfaces().Prepend(type).FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == definition)?.GetGenericArguments();
}
