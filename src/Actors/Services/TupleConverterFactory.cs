using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Actors.Services;

/// <summary>Tuples are JSON arrays, as other languages write theirs; the names of a value tuple's elements exist only for the compiler.</summary>
internal sealed class TupleConverterFactory : JsonConverterFactory
{
    /// <summary>The compiler nests what is longer than seven as the eighth; in JSON it is one array.</summary>
    public static Type[] ElementsOf(Type tuple)
    {
        var arguments = tuple.GetGenericArguments();
        return arguments.Length < 8 ? arguments : [.. arguments[..7], .. ElementsOf(arguments[7])];
    }

    private static object Make(Type tuple, object?[] values) => values.Length < 8
        ? Activator.CreateInstance(tuple, values)!
        : Activator.CreateInstance(tuple, [.. values[..7], Make(tuple.GetGenericArguments()[7], values[7..])])!;

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeof(ITuple).IsAssignableFrom(typeToConvert) && typeToConvert.Namespace == "System";

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(TupleConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class TupleConverter<T> : JsonConverter<T>
        where T : ITuple
    {
        private static readonly Type[] Elements = ElementsOf(typeof(T));

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException();
            var values = new object?[Elements.Length];
            for (var i = 0; i < values.Length; i++)
            {
                if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
                    throw new JsonException();
                values[i] = JsonSerializer.Deserialize(ref reader, options.GetTypeInfo(Elements[i]));
            }

            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                throw new JsonException();
            return (T)Make(typeof(T), values);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            for (var i = 0; i < Elements.Length; i++)
                JsonSerializer.Serialize(writer, value[i], options.GetTypeInfo(Elements[i]));
            writer.WriteEndArray();
        }
    }
}
