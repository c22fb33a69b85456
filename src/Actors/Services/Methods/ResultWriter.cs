using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Actors.Services.Methods;

/// <summary>Writes values as JSON within a limit.</summary>
internal static class ResultWriter
{
    /// <summary>Its name as the source of exceptions.</summary>
    private const string Serializer = "System.Text.Json";

    /// <summary>One for each thread that writes; null while it is in use, so that a getter that makes a call itself gets another.</summary>
    [ThreadStatic]
    private static (LimitedBuffer Buffer, Utf8JsonWriter Writer)? _spare;

    /// <exception cref="ActorsException">too-large, or unserializable, or cancelled.</exception>
    /// <exception cref="RemoteException">The code of a result (a getter, an iterator) threw.</exception>
    public static byte[] Write<T>(T value, JsonTypeInfo<T> info, in Call call)
    {
        var (buffer, writer) = _spare ?? Make();
        _spare = null;
        buffer.Reset(call.LimitBytes);
        writer.Reset(buffer);
        try
        {
            JsonSerializer.Serialize(writer, value, info);
            var written = buffer.Written.ToArray();
            _spare = (buffer, writer);
            return written;
        }
        catch (Exception refusal) when (buffer.IsOver || call.Method != null || refusal is JsonException or NotSupportedException or ArgumentException { Source: Serializer })
        {
            // What the code of an argument throws is its own caller's exception, as it is; of a result, it is a failure of the method.
            throw Explain(refusal, buffer, call);
        }
    }

    /// <exception cref="ActorsException">unserializable: the type has no form in JSON.</exception>
    public static JsonTypeInfo<T> Info<T>(JsonSerializerOptions options, in Call call)
    {
        try
        {
            return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        }
        catch (Exception refusal) when (refusal is InvalidOperationException or NotSupportedException)
        {
            throw Unserializable(refusal, call);
        }
    }

    private static Exception Explain(Exception refusal, LimitedBuffer buffer, in Call call)
    {
        // The serializer has a limit of its own, on one text: 166 million letters.
        var isOver = buffer.IsOver || (refusal is ArgumentException { Source: Serializer } && refusal.Message.Contains("too large", StringComparison.Ordinal));
        if (isOver)
            return new ActorsException(ErrorCodes.TooLarge, $"{call.What} would have more than {call.LimitBytes} bytes, the limit: raise it, send parts, or put it into the store and pass its id");
        return refusal is JsonException or NotSupportedException or ArgumentException { Source: Serializer } ? Unserializable(refusal, call) : call.Failure(refusal);
    }

    private static ActorsException Unserializable(Exception refusal, in Call call)
    {
        var path = JsonReason.Path(refusal);
        var reason = refusal is JsonException && refusal.Message.Contains("cycle", StringComparison.Ordinal)
            ? $"it contains itself or is deeper than {ServiceJson.MaxDepth} levels"
            : "a type has no form in JSON";
        return new ActorsException(ErrorCodes.Unserializable, $"{call.What} cannot be written as JSON: {reason}{(path.Length == 0 ? "" : $" at {path}")}", refusal);
    }

    private static (LimitedBuffer Buffer, Utf8JsonWriter Writer) Make()
    {
        var buffer = new LimitedBuffer();
        return (buffer, new Utf8JsonWriter(buffer, ServiceJson.Writing));
    }
}
