using System.Text;
using System.Text.Json;
using Actors.Dataflow.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Actors.Dataflow.Modules.Http;

/// <summary>The body of a request as data: what its content type says, so that it is known to be well-formed before the flow sees it.</summary>
internal static class HttpBody
{
    /// <exception cref="FlowException">It is not what its type says.</exception>
    /// <exception cref="BadHttpRequestException">It is too large, or does not come.</exception>
    public static async ValueTask<object?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && !request.Headers.ContainsKey(HeaderNames.TransferEncoding) && request.Protocol != HttpProtocol.Http2)) return null;
        using var body = new MemoryStream(request.ContentLength is > 0 and < 64 * 1024 ? (int)request.ContentLength : 0);
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted).ConfigureAwait(false);
        return body.Length == 0 ? null : Read(body.GetBuffer().AsMemory(0, (int)body.Length), request.ContentType);
    }

    internal static object? Read(ReadOnlyMemory<byte> body, string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return body;
        var name = type.MediaType.Value!;
        if (Is(name, "json")) return FlowData.ToJson(Recoded(body, type));
        // What the type says of letters counts more than what the document says itself (RFC 7303).
        if (Is(name, "xml")) return type.Charset.HasValue ? FlowData.ToXml(FlowData.ToText(Recoded(body, type))) : FlowData.ToXml(body);
        if (name.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) return Form(FlowData.ToText(Recoded(body, type)));
        return type.Type.Equals("text", StringComparison.OrdinalIgnoreCase) ? FlowData.ToText(Recoded(body, type)) : body;
    }

    /// <summary>A form with a field called XML or JSON is that document, as the origin's clients send it; any other is a JSON object.</summary>
    private static object Form(string text)
    {
        var fields = QueryHelpers.ParseQuery(text);
        if (fields.TryGetValue("XML", out var xml)) return FlowData.ToXml(xml.ToString());
        if (fields.TryGetValue("JSON", out var json)) return FlowData.ToJson(json.ToString());
        return JsonSerializer.SerializeToElement(fields.ToDictionary(field => field.Key, field => field.Value.Count == 1 ? (object?)field.Value[0] : field.Value.ToArray()));
    }

    private static bool Is(string type, string form) =>
        type.EndsWith($"/{form}", StringComparison.OrdinalIgnoreCase) || type.EndsWith($"+{form}", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlyMemory<byte> Recoded(ReadOnlyMemory<byte> body, MediaTypeHeaderValue type)
    {
        if (type.Charset.HasValue && !type.Charset.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            body = Encoding.Convert(EncodingOf(type) ?? throw new FlowException(FlowErrorKind.UnsupportedType, $"there is no encoding {type.Charset}; send UTF-8"), Encoding.UTF8, body.ToArray());
        return body;
    }

    private static Encoding? EncodingOf(MediaTypeHeaderValue type)
    {
        try
        {
            return type.Encoding;
        }
        catch (NotSupportedException)
        {
            // UTF-7: the framework knows it, and will have none of it.
            return null;
        }
    }
}
