using System.Text.Json;

namespace Actors.Dataflow.Schemas;

/// <summary>Keywords for texts; other values pass.</summary>
internal static class TextRules
{
    public static SchemaRule Length(SchemaKeyword keyword)
    {
        var (isLeast, limit) = (keyword.Name.StartsWith("min", StringComparison.Ordinal), keyword.Count());
        return (value, place, run) =>
        {
            if (value.ValueKind != JsonValueKind.String) return;
            var length = value.GetString()!.EnumerateRunes().Count();
            if (isLeast ? length < limit : length > limit) run.Violate(place, $"has {length} characters; expected: {(isLeast ? "at least" : "at most")} {limit}");
        };
    }

    public static SchemaRule Pattern(SchemaKeyword keyword)
    {
        var pattern = keyword.Pattern(keyword.Text());
        return (value, place, run) =>
        {
            if (value.ValueKind == JsonValueKind.String && !pattern.IsMatch(value.GetString()!)) run.Violate(place, $"is {ValueRules.Short(value)}; expected: what matches {pattern}");
        };
    }

    public static SchemaRule Format(SchemaKeyword keyword)
    {
        var name = keyword.Text();
        var isOfFormat = keyword.Compiler.Formats.Find(name)
            ?? throw keyword.Wrong($"has '{name}', which is not known here; there are {string.Join(", ", SchemaFormats.Known)}, and those of the setting formats");
        return (value, place, run) =>
        {
            if (value.ValueKind == JsonValueKind.String && !isOfFormat(value.GetString()!)) run.Violate(place, $"is {ValueRules.Short(value)}; expected: {name}");
        };
    }
}
