using System.Globalization;
using Akka.Util;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Akka.Serialization.Internal;

/// <summary>
/// Values that are declared as <see cref="object"/>. JSON knows one kind of number and no dates, so scalars that would come back as another type are
/// written with a letter for theirs: <c>{"$": "I5"}</c>.
/// </summary>
internal sealed class ObjectValueConverter(SurrogateConverter surrogates) : JsonConverter
{
    private const string ScalarProperty = "$";

    public override bool CanConvert(Type objectType) => objectType == typeof(object);

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        switch (value)
        {
            case null or string or bool or long or double:
                writer.WriteValue(value);
                break;
            case ISurrogated surrogated:
                surrogates.WriteTagged(writer, surrogated, serializer);
                break;
            default:
                if (Encode(value) is { } text) WriteScalar(writer, text);
                else serializer.Serialize(writer, value, typeof(object));
                break;
        }
    }

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        switch (reader.TokenType)
        {
            case JsonToken.StartObject:
                var json = JObject.Load(reader);
                if (json[ScalarProperty] is { } scalar) return Decode((string)scalar!);
                if (json[SurrogateConverter.TypeProperty] is not null) return surrogates.ReadSurrogate(json, serializer);
                using (var part = json.CreateReader()) return serializer.Deserialize<object>(part);
            case JsonToken.StartArray:
                return serializer.Deserialize<object[]>(reader);
            default:
                return reader.Value;
        }
    }

    private static void WriteScalar(JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(ScalarProperty);
        writer.WriteValue(text);
        writer.WriteEndObject();
    }

    private static string? Encode(object value) => value switch
    {
        int number => Text('I', number),
        float number => Text('F', number),
        decimal number => Text('M', number),
        short number => Text('S', number),
        byte number => Text('B', number),
        uint number => Text('U', number),
        ulong number => Text('L', number),
        char letter => "C" + letter,
        Guid id => Text('G', id),
        DateTime time => "D" + time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => "O" + time.ToString("O", CultureInfo.InvariantCulture),
        TimeSpan span => "T" + span.ToString("c", CultureInfo.InvariantCulture),
        byte[] bytes => "A" + Convert.ToBase64String(bytes),
        _ => null,
    };

    private static string Text(char letter, IFormattable value) => letter + value.ToString(null, CultureInfo.InvariantCulture);

    private static object Decode(string text)
    {
        if (text.Length == 0) throw new JsonSerializationException("An empty scalar.");
        var rest = text[1..];
        try
        {
            return text[0] switch
            {
                'I' => int.Parse(rest, CultureInfo.InvariantCulture),
                'F' => float.Parse(rest, CultureInfo.InvariantCulture),
                'M' => decimal.Parse(rest, CultureInfo.InvariantCulture),
                'S' => short.Parse(rest, CultureInfo.InvariantCulture),
                'B' => byte.Parse(rest, CultureInfo.InvariantCulture),
                'U' => uint.Parse(rest, CultureInfo.InvariantCulture),
                'L' => ulong.Parse(rest, CultureInfo.InvariantCulture),
                'C' => rest[0],
                'G' => Guid.Parse(rest),
                'D' => DateTime.Parse(rest, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                'O' => DateTimeOffset.Parse(rest, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                'T' => TimeSpan.Parse(rest, CultureInfo.InvariantCulture),
                'A' => Convert.FromBase64String(rest),
                _ => throw new JsonSerializationException($"Unknown kind of scalar [{text[0]}]."),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new JsonSerializationException($"[{text}] is not a scalar.", e);
        }
    }
}
