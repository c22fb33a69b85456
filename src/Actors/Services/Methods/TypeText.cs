using System.Text.Json;
using System.Text.Json.Nodes;

namespace Actors.Services.Methods;

/// <summary>Names a type for callers who know JSON but not this program's classes.</summary>
internal static class TypeText
{
    /// <summary>An enum with more members is called by its name.</summary>
    private const int EnumMembers = 12;

    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(char)] = "char",
        [typeof(object)] = "any",
        [typeof(JsonElement)] = "any",
        [typeof(JsonDocument)] = "any",
        [typeof(JsonNode)] = "any",
        [typeof(JsonArray)] = "any[]",
        [typeof(JsonObject)] = "map<any>",
        [typeof(byte[])] = "base64",
        [typeof(Memory<byte>)] = "base64",
        [typeof(ReadOnlyMemory<byte>)] = "base64",
        [typeof(Guid)] = "guid",
        [typeof(DateTime)] = "date-time",
        [typeof(DateTimeOffset)] = "date-time",
        [typeof(DateOnly)] = "date",
        [typeof(TimeOnly)] = "time",
        [typeof(TimeSpan)] = "duration",
        [typeof(Uri)] = "uri",
    };

    public static string Of(Type type)
    {
        if (Words.TryGetValue(type, out var word))
            return word;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying) + "?";
        if (type.IsEnum)
            return Enum.GetNames(type) is { Length: <= EnumMembers } names ? string.Join('|', names) : type.Name;
        if (JsonShape.TupleElements(type) is { } elements)
            return $"({string.Join(", ", elements.Select(Of))})";
        if (JsonShape.ValueOfMap(type) is { } value)
            return $"map<{Of(value)}>";
        if (JsonShape.Element(type) is { } element)
            return Of(element) + "[]";
        return type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : type.Name;
    }
}
