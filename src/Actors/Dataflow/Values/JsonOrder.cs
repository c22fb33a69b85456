using System.Text.Json;

namespace Actors.Dataflow.Values;

/// <summary>Compares values of JSON: numbers by what they are worth, texts by their letters; values of different kinds are different and have no order.</summary>
internal static class JsonOrder
{
    public static Func<JsonElement?, JsonElement?, bool> Of(string sign) => sign switch
    {
        "==" => AreEqual,
        "!=" => (left, right) => !AreEqual(left, right),
        "<" => (left, right) => Compare(left, right) < 0,
        "<=" => (left, right) => Compare(left, right) < 0 || AreEqual(left, right),
        ">" => (left, right) => Compare(left, right) > 0,
        _ => (left, right) => Compare(left, right) > 0 || AreEqual(left, right),
    };

    private static bool AreEqual(JsonElement? left, JsonElement? right) =>
        left is { } one && right is { } other ? JsonElement.DeepEquals(one, other) : left is null && right is null;

    private static int? Compare(JsonElement? left, JsonElement? right)
    {
        if (left is not { } one || right is not { } other || one.ValueKind != other.ValueKind) return null;
        return one.ValueKind switch
        {
            JsonValueKind.Number when one.TryGetDecimal(out var first) && other.TryGetDecimal(out var second) => first.CompareTo(second),
            JsonValueKind.Number => one.GetDouble().CompareTo(other.GetDouble()),
            JsonValueKind.String => string.CompareOrdinal(one.GetString(), other.GetString()),
            _ => null,
        };
    }
}
