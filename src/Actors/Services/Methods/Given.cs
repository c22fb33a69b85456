using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>One argument as its caller gave it: a JSON value, or in this process also an object.</summary>
internal readonly record struct Given(string? Name, ReadOnlyMemory<byte> Json, JsonKinds Kind, object? Value = null)
{
    /// <summary>The value in a message: what it is and how it begins.</summary>
    public override string ToString() => Kind == JsonKinds.Null ? "null" : $"{Kind.Words()} {Quote.Json(Json.Span)}";

    /// <summary>Takes arguments apart without making anything of them. Checks size, syntax, depth and that no name comes twice.</summary>
    public static List<Given> Read(Arguments arguments, SizeLimits limits)
    {
        CheckSize(arguments, limits);
        var given = new List<Given>();
        try
        {
            if (!arguments.Positional.IsEmpty)
                ReadPositional(arguments.Positional, given);
            if (!arguments.Named.IsEmpty)
                ReadNamed(arguments.Named, given);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // A name that is not UTF-8 is an InvalidOperationException of the reader.
            throw Refuse($"the arguments are not good JSON: {JsonReason.Of(malformed)}");
        }

        return given;
    }

    public static void CheckSize(Arguments arguments, SizeLimits limits)
    {
        if (arguments.Bytes > limits.ArgumentBytes)
            throw new ActorsException(ErrorCodes.TooLarge, $"the arguments have {arguments.Bytes} bytes; the limit is {limits.ArgumentBytes}");
    }

    private static void ReadPositional(ReadOnlyMemory<byte> json, List<Given> given)
    {
        var reader = new Utf8JsonReader(json.Span, ServiceJson.Reading);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Refuse($"positional arguments are a JSON array, not {Quote.Json(json.Span)}");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            given.Add(ReadValue(ref reader, null, json));
        reader.Read();
    }

    private static void ReadNamed(ReadOnlyMemory<byte> json, List<Given> given)
    {
        var reader = new Utf8JsonReader(json.Span, ServiceJson.Reading);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Refuse($"named arguments are a JSON object, not {Quote.Json(json.Span)}");
        var names = new HashSet<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!names.Add(name))
                throw Refuse($"argument {Quote.Name(name)} is given twice");
            reader.Read();
            given.Add(ReadValue(ref reader, name, json));
        }

        reader.Read();
    }

    private static Given ReadValue(ref Utf8JsonReader reader, string? name, ReadOnlyMemory<byte> json)
    {
        var (start, kind) = ((int)reader.TokenStartIndex, reader.TokenType.Kind());
        reader.Skip();
        return new Given(name, json[start..(int)reader.BytesConsumed], kind);
    }

    private static ActorsException Refuse(string why) => new(ErrorCodes.BadArguments, why);
}
