using System.Text.Json;
using System.Text.Json.Nodes;

namespace Actors.Dataflow.Data;

/// <summary>JSON as values of attributes, and back.</summary>
internal static class JsonValues
{
    /// <summary>Text, a number, a truth value, null, a map or a list: what <see cref="FlowAttributes.Set"/> takes.</summary>
    public static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : json.TryGetDecimal(out var number) ? number : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Object => json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Plain(member.Value))).ToList(),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToList(),
        _ => null,
    };

    /// <summary>Attributes, or one of their values, as JSON.</summary>
    public static JsonNode? Node(object? value) => value switch
    {
        null => null,
        FlowAttributes inner => new JsonObject(inner.Values.Select(pair => KeyValuePair.Create(pair.Key, Node(pair.Value)))),
        string text => JsonValue.Create(text),
        IEnumerable<object?> list => new JsonArray([.. list.Select(Node)]),
        _ => JsonSerializer.SerializeToNode(value),
    };
}
