using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Akka.Serialization.Internal;

/// <summary>
/// An exception travels as its texts. It comes back as the same class only if that is one of a few of the base library; otherwise as a plain
/// exception whose message starts with the class: a class is never made by a name from the wire.
/// </summary>
internal sealed class ExceptionConverter : JsonConverter
{
    public static readonly ExceptionConverter Instance = new();

    private static readonly Dictionary<string, Func<string, Exception?, Exception>> Known = new()
    {
        [typeof(Exception).FullName!] = Plain,
        [typeof(ArgumentException).FullName!] = (message, inner) => new ArgumentException(message, inner),
        [typeof(ArgumentNullException).FullName!] = (message, inner) => new ArgumentNullException(message, inner),
        [typeof(ArgumentOutOfRangeException).FullName!] = (message, inner) => new ArgumentOutOfRangeException(message, inner),
        [typeof(InvalidOperationException).FullName!] = (message, inner) => new InvalidOperationException(message, inner),
        [typeof(NotSupportedException).FullName!] = (message, inner) => new NotSupportedException(message, inner),
        [typeof(TimeoutException).FullName!] = (message, inner) => new TimeoutException(message, inner),
        [typeof(FormatException).FullName!] = (message, inner) => new FormatException(message, inner),
        [typeof(KeyNotFoundException).FullName!] = (message, inner) => new KeyNotFoundException(message, inner),
        [typeof(IOException).FullName!] = (message, inner) => new IOException(message, inner),
        [typeof(OperationCanceledException).FullName!] = (message, inner) => new OperationCanceledException(message, inner),
        [typeof(UnauthorizedAccessException).FullName!] = (message, inner) => new UnauthorizedAccessException(message, inner),
    };

    private ExceptionConverter() { }

    public override bool CanConvert(Type objectType) => typeof(Exception).IsAssignableFrom(objectType);

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        if (value is not Exception exception)
        {
            writer.WriteNull();
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName("class");
        writer.WriteValue(exception.GetType().FullName);
        writer.WritePropertyName("message");
        writer.WriteValue(exception.Message);
        writer.WritePropertyName("stack");
        writer.WriteValue(exception.StackTrace);
        writer.WritePropertyName("inner");
        WriteJson(writer, exception.InnerException, serializer);
        writer.WriteEndObject();
    }

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null) return null;
        var exception = Read(JObject.Load(reader));
        return objectType.IsInstanceOfType(exception)
            ? exception
            : throw new JsonSerializationException($"{exception.GetType()} stands where {objectType} is declared: declare {typeof(Exception)}.");
    }

    private static Exception Read(JObject json)
    {
        var (name, message) = ((string?)json["class"] ?? "", (string?)json["message"] ?? "");
        var inner = json["inner"] is JObject nested ? Read(nested) : null;
        var exception = Known.TryGetValue(name, out var make) ? make(message, inner) : Plain($"{name}: {message}", inner);
        if ((string?)json["stack"] is { Length: > 0 } stack) System.Runtime.ExceptionServices.ExceptionDispatchInfo.SetRemoteStackTrace(exception, stack);
        return exception;
    }

#pragma warning disable CA2201 // The class that was thrown is unknown here, so nothing more specific would be true.
    private static Exception Plain(string message, Exception? inner) => new(message, inner);
#pragma warning restore CA2201
}

/// <summary>Types, methods and delegates do not travel.</summary>
internal sealed class CodeConverter : JsonConverter
{
    public static readonly CodeConverter Instance = new();

    private CodeConverter() { }

    public override bool CanConvert(Type objectType) => true;

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        if (value is not null) throw new JsonSerializationException($"A {value.GetType()} cannot be part of a message.");
        writer.WriteNull();
    }

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) =>
        reader.TokenType == JsonToken.Null ? null : throw new JsonSerializationException($"A {objectType} cannot be part of a message.");
}
