using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Actors.Dataflow.Data;

/// <summary>JSON as values of attributes, and back.</summary>
internal static class JsonValues
{
    /// <summary>Text, a number, a truth value, null, a map or a list: what <see cref="FlowAttributes.Set"/> takes.</summary>
    public static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : json.TryGetDecimal(out var number) ? number : double.IsFinite(json.GetDouble()) ? json.GetDouble() : json.GetRawText(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Object => json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Plain(member.Value))).ToList(),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToList(),
        _ => null,
    };

    /// <summary>A text, a number, a truth value or null as such; lists and objects stay JSON.</summary>
    public static object? Value(JsonElement json) => json.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? json : Plain(json);

    /// <summary>JSON to be put into other JSON; it is not copied.</summary>
    public static JsonNode? Node(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => JsonArray.Create(json),
        JsonValueKind.Object => JsonObject.Create(json),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(json),
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

/// <summary>Attributes as the JSON object that they are, wherever they are written.</summary>
internal sealed class AttributesConverter : JsonConverter<FlowAttributes>
{
    public override FlowAttributes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonElement.ParseValue(ref reader).EnumerateObject().Aggregate(FlowAttributes.Empty, (all, member) => all.Set(member.Name, JsonValues.Plain(member.Value)));

    public override void Write(Utf8JsonWriter writer, FlowAttributes value, JsonSerializerOptions options) => JsonValues.Node(value)!.WriteTo(writer, options);
}
