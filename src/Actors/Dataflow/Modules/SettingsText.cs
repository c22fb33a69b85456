using System.Text.Json;
using System.Text.Json.Serialization;
using Actors.Dataflow.Files;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules;

/// <summary>Settings as JSON: what they are compared by, and how they reach another node.</summary>
internal static class SettingsText
{
    // Names rather than numbers for enums, and nothing unknown, twice or missing: nodes of two versions have to notice where they differ.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false), new SettingTextConverters() },
    };

    /// <returns>Null if not all of it can be read again: there are functions or the like in it, which only this process has.</returns>
    public static string? Write(object settings, Type type)
    {
        // A derived class may do more than what is declared, and its name does not travel.
        if (settings.GetType() != type) return null;
        try
        {
            var text = JsonSerializer.Serialize(settings, type, Options);
            return JsonSerializer.Serialize(Parse(text, type), type, Options) == text ? text : null;
        }
        catch (Exception failure) when (IsRefusal(failure))
        {
            return null;
        }
    }

    /// <exception cref="FormatException">It says no such settings; the message says where and why.</exception>
    public static object Read(string text, Type type)
    {
        try
        {
            return Parse(text, type) ?? throw new FormatException($"'null' is no {type.Name}");
        }
        catch (Exception failure) when (IsRefusal(failure))
        {
            throw new FormatException($"this is no {type.Name} as JSON: {failure.Message}", failure);
        }
    }

    private static object? Parse(string text, Type type) => JsonSerializer.Deserialize(text, type, Options);

    // What the serializer throws: at texts, at types that it does not know, and at classes that cannot be made again.
    private static bool IsRefusal(Exception failure) => failure is JsonException or NotSupportedException or InvalidOperationException;

    /// <summary>Of all types that are written as a text, also those of programs.</summary>
    private sealed class SettingTextConverters : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => SettingsBinder.IsText(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(SettingTextConverter<>).MakeGenericType(typeToConvert))!;
    }

    private sealed class SettingTextConverter<T> : JsonConverter<T>
        where T : class, ISettingText<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return reader.TokenType == JsonTokenType.String ? T.Parse(reader.GetString()!) : throw new JsonException($"expected {T.Expected}");
            }
            catch (FormatException failure)
            {
                throw new JsonException(failure.Message, failure);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
