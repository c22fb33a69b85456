using System.Text.Json;

namespace Actors.Dataflow.Schemas;

/// <summary>Keywords for values of any kind.</summary>
internal static class ValueRules
{
    private static readonly string[] Types = ["string", "number", "integer", "boolean", "null", "object", "array"];

    public static SchemaRule Type(SchemaKeyword keyword)
    {
        var wanted = keyword.Value.ValueKind == JsonValueKind.String ? [keyword.Text()] : keyword.Texts();
        if (wanted.FirstOrDefault(type => !Types.Contains(type)) is { } unknown) throw keyword.Wrong($"has '{unknown}'; there are {string.Join(", ", Types)}");
        return (value, place, run) =>
        {
            if (!wanted.Any(type => Is(value, type))) run.Violate(place, $"is {Name(value)}; expected: {string.Join(" or ", wanted)}");
        };
    }

    public static SchemaRule Enum(SchemaKeyword keyword)
    {
        if (keyword.Value.ValueKind != JsonValueKind.Array) throw keyword.Wrong("has to be a list");
        JsonElement[] allowed = [.. keyword.Value.EnumerateArray()];
        return (value, place, run) =>
        {
            if (!allowed.Any(each => JsonElement.DeepEquals(each, value))) run.Violate(place, $"is {Short(value)}; expected one of {Short(keyword.Value)}");
        };
    }

    public static SchemaRule Const(SchemaKeyword keyword) => (value, place, run) =>
    {
        if (!JsonElement.DeepEquals(keyword.Value, value)) run.Violate(place, $"is {Short(value)}; expected: {Short(keyword.Value)}");
    };

    internal static string Short(JsonElement value) => value.GetRawText() is { Length: <= 80 } text ? text : $"{value.GetRawText()[..77]}...";

    private static bool Is(JsonElement value, string type) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && (value.TryGetDecimal(out var number) ? number == Math.Truncate(number) : value.GetDouble() is var large && large == Math.Truncate(large)),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => Name(value) == type,
    };

    private static string Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        _ => "null",
    };
}
