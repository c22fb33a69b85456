using System.Buffers;
using System.Text.Json;
using Actors.Services.Methods;

namespace Actors.Services.Transfers;

/// <summary>
/// What a broker sees of arguments that do not fit a message: the short ones, and null in the place of the long ones. So limits for each value of a parameter hold for them too.
/// </summary>
internal static class ArgumentOutline
{
    private const int MostOfOne = 1024;
    private const int MostOfAll = 4 * 1024;

    /// <returns>Nothing of what is no good JSON: whoever runs the call says what is wrong with it.</returns>
    public static Arguments Of(Arguments arguments) => new(Of(arguments.Positional, JsonTokenType.StartArray), Of(arguments.Named, JsonTokenType.StartObject));

    private static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json, JsonTokenType start)
    {
        try
        {
            return json.IsEmpty ? default : Write(json.Span, start);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> json, JsonTokenType start)
    {
        var reader = new Utf8JsonReader(json, ServiceJson.Reading);
        if (!reader.Read() || reader.TokenType != start)
            return default;
        var outline = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(outline, ServiceJson.Writing);
        var isObject = start == JsonTokenType.StartObject;
        if (isObject)
            writer.WriteStartObject();
        else
            writer.WriteStartArray();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject) && writer.BytesPending + writer.BytesCommitted < MostOfAll)
        {
            if (isObject)
            {
                if (reader.ValueSpan.Length > MostOfOne)
                    return default;
                writer.WritePropertyName(reader.GetString()!);
                reader.Read();
            }

            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            var value = json[from..(int)reader.BytesConsumed];
            writer.WriteRawValue(value.Length <= MostOfOne ? value : "null"u8, skipInputValidation: true);
        }

        if (isObject)
            writer.WriteEndObject();
        else
            writer.WriteEndArray();
        writer.Flush();
        return outline.WrittenMemory;
    }
}
