using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Actors.Services;

/// <summary>Tuples are JSON arrays, as other languages write theirs; the names of a value tuple's elements exist only for the compiler.</summary>
internal sealed class TupleConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeof(ITuple).IsAssignableFrom(typeToConvert) && typeToConvert.Namespace == "System" && typeToConvert.GetGenericArguments().Length < 8;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(TupleConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class TupleConverter<T> : JsonConverter<T>
        where T : ITuple
    {
        private static readonly Type[] Elements = typeof(T).GetGenericArguments();
        private static readonly ConstructorInvoker Constructor = ConstructorInvoker.Create(typeof(T).GetConstructor(Elements)!);

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
            return (T)Constructor.Invoke(values.AsSpan());
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
