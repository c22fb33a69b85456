using System.Text.Json;

namespace Actors.Dataflow.Schemas;

/// <summary>Keywords for numbers; other values pass.</summary>
internal static class NumberRules
{
    public static SchemaRule? Limit(SchemaKeyword keyword)
    {
        // In draft 4 the exclusive ones are truth values that concern the others.
        if (keyword.Value.ValueKind is JsonValueKind.True or JsonValueKind.False && keyword.Name.StartsWith("exclusive", StringComparison.Ordinal)) return null;
        var (isLower, limit) = (keyword.Name.EndsWith("inimum", StringComparison.Ordinal), keyword.Number());
        var isExclusive = keyword.Name.StartsWith("exclusive", StringComparison.Ordinal)
            || keyword.Beside(isLower ? "exclusiveMinimum" : "exclusiveMaximum") is { Value.ValueKind: JsonValueKind.True };
        var wanted = $"{(isLower ? "more than" : "less than")} {limit}{(isExclusive ? "" : ", or equal")}";
        return (value, place, run) =>
        {
            if (value.ValueKind != JsonValueKind.Number) return;
            var order = value.TryGetDecimal(out var number) ? number.CompareTo(limit) : value.GetDouble().CompareTo((double)limit);
            if (isLower ? order < 0 || (isExclusive && order == 0) : order > 0 || (isExclusive && order == 0)) run.Violate(place, $"is {value}; expected: {wanted}");
        };
    }

    public static SchemaRule MultipleOf(SchemaKeyword keyword)
    {
        var unit = keyword.Number();
        if (unit <= 0) throw keyword.Wrong("has to be more than 0");
        return (value, place, run) =>
        {
            if (value.ValueKind != JsonValueKind.Number) return;
            if (!(value.TryGetDecimal(out var number) ? number % unit == 0 : Math.IEEERemainder(value.GetDouble(), (double)unit) == 0)) run.Violate(place, $"is {value}; expected: a multiple of {unit}");
        };
    }
}
