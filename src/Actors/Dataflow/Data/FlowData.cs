using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Actors.Dataflow.Data;

/// <summary>Forms of data, and how one becomes another. A failure is a <see cref="FlowException"/> of the kind <see cref="FlowErrorKind.MalformedData"/>.</summary>
public static class FlowData
{
    /// <summary>The byte order mark: some put it before a text, and it is no part of it.</summary>
    internal const char Mark = '\ufeff';

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Of JSON that comes as text or bytes: deeper ones are made to overflow stacks.</summary>
    private const int MaxDepth = 64;

    /// <summary>Of JSON that a flow makes of what it took: joins and batches put documents into others.</summary>
    private const int MaxMadeDepth = 256;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web) { MaxDepth = MaxMadeDepth };

    public static DataKind KindOf(object? data) => data switch
    {
        null => DataKind.None,
        string => DataKind.Text,
        JsonElement => DataKind.Json,
        XmlData => DataKind.Xml,
        ReadOnlyMemory<byte> => DataKind.Bytes,
        _ => DataKind.Value,
    };

    /// <summary>Data in a form that nobody can change behind an event's back; what is neither known nor immutable stays what it is.</summary>
    public static object? Frozen(object? data) => data switch
    {
        null or string or XmlData or JsonElement or ReadOnlyMemory<byte> => data,
        JsonNode node => OfNode(node),
        JsonDocument document => document.RootElement.Clone(),
        XDocument document => XmlData.Of(document),
        XElement element => XmlData.Of(element),
        byte[] bytes => new ReadOnlyMemory<byte>([.. bytes]),
        _ => data,
    };

    public static object? Convert(object? data, DataKind kind) => kind switch
    {
        DataKind.None => null,
        DataKind.Text => ToText(data),
        DataKind.Json => ToJson(data),
        DataKind.Xml => ToXml(data),
        DataKind.Bytes => ToBytes(data),
        _ => data,
    };

    public static string ToText(object? data) => data switch
    {
        null => "",
        string text => text,
        JsonElement json => json.GetRawText(),
        XmlData xml => xml.ToString(),
        ReadOnlyMemory<byte> bytes => Decode(bytes),
        _ => Write(data).GetRawText(),
    };

    public static JsonElement ToJson(object? data) => data switch
    {
        JsonElement json => json,
        string text => Parse(Encoding.UTF8.GetBytes(text)),
        ReadOnlyMemory<byte> bytes => Parse(bytes),
        XmlData xml => XmlJson.ToJson(xml),
        _ => Write(data),
    };

    public static XmlData ToXml(object? data) => data switch
    {
        XmlData xml => xml,
        string text => XmlData.Parse(text),
        ReadOnlyMemory<byte> bytes => XmlData.Parse(bytes),
        null => throw new FlowException(FlowErrorKind.MalformedData, "the event has no data, and so no XML"),
        _ => XmlJson.ToXml(ToJson(data)),
    };

    internal static JsonElement OfNode(JsonNode? node) => JsonSerializer.SerializeToElement(node, Options);

    /// <summary>JSON that another flow has made.</summary>
    /// <inheritdoc cref="ToJson"/>
    internal static JsonElement ToMadeJson(ReadOnlyMemory<byte> utf8) => Parse(utf8, MaxMadeDepth);

    public static ReadOnlyMemory<byte> ToBytes(object? data) => data is ReadOnlyMemory<byte> bytes ? bytes : Encoding.UTF8.GetBytes(ToText(data));

    private static string Decode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(Unmarked(bytes).Span);
        }
        catch (DecoderFallbackException failure)
        {
            throw new FlowException(FlowErrorKind.MalformedData, $"the data are no UTF-8 text: {failure.Message}", failure);
        }
    }

    private static ReadOnlyMemory<byte> Unmarked(ReadOnlyMemory<byte> bytes) => bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;

    private static JsonElement Parse(ReadOnlyMemory<byte> utf8, int maxDepth = MaxDepth)
    {
        utf8 = Unmarked(utf8);
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = maxDepth });
            if (MayHaveHalves(utf8.Span)) ReadTexts(utf8.Span, maxDepth);
            return document.RootElement.Clone();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new FlowException(FlowErrorKind.MalformedData, $"the data are no JSON that is taken: {failure.Message}", failure);
        }
    }

    // One half of a pair of surrogates, escaped, is let through by readers until somebody wants the text.
    private static bool MayHaveHalves(ReadOnlySpan<byte> utf8) => utf8.IndexOf("\\ud"u8) >= 0 || utf8.IndexOf("\\uD"u8) >= 0;

    private static void ReadTexts(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) reader.GetString();
    }

    private static JsonElement Write(object? data)
    {
        try
        {
            return JsonSerializer.SerializeToElement(data, Options);
        }
        catch (Exception failure) when (failure is NotSupportedException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FlowException(FlowErrorKind.MalformedData, $"{data?.GetType().Name} cannot be written as JSON: {failure.Message}", failure);
        }
    }
}
