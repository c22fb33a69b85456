using System.Text;
using System.Text.Json;

namespace Actors.Services.Brokers;

/// <summary>Reads one argument of a call without making anything of it.</summary>
internal static class ArgumentText
{
    /// <summary>The JSON of the argument for a parameter, by name or by position; null when it is not given, or when the arguments are no JSON.</summary>
    public static string? Find(ServiceCall call, string name, int position)
    {
        try
        {
            return ByName(call.NamedArguments.Span, name) ?? ByPosition(call.Arguments.Span, position);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? ByName(ReadOnlySpan<byte> json, string name)
    {
        if (json.IsEmpty)
            return null;
        var reader = new Utf8JsonReader(json, ServiceJson.Reading);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = string.Equals(reader.GetString(), name, StringComparison.OrdinalIgnoreCase);
            reader.Read();
            if (isIt)
                return Text(ref reader, json);
            reader.Skip();
        }

        return null;
    }

    private static string? ByPosition(ReadOnlySpan<byte> json, int position)
    {
        if (json.IsEmpty)
            return null;
        var reader = new Utf8JsonReader(json, ServiceJson.Reading);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return null;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == position)
                return Text(ref reader, json);
            reader.Skip();
        }

        return null;
    }

    // A text by what it says, so that one customer written in two ways is one customer.
    private static string Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.String)
            return '"' + reader.GetString();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Encoding.UTF8.GetString(json[start..(int)reader.BytesConsumed]);
    }
}
