using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Actors.Dataflow.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Actors.Dataflow.Modules.Http;

/// <summary>A reply, ready to be written.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="ContentType">Null: there is no body.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record HttpReply(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    private const string Json = "application/json";
    private const string Xml = "application/xml";
    private const string PlainText = "text/plain";

    /// <summary>Headers that say where a reply ends; only who writes it knows.</summary>
    private static readonly FrozenSet<string> OfTheServer = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Connection", "Content-Length", "Keep-Alive", "Trailer", "Transfer-Encoding", "Upgrade");

    private static readonly ImmutableArray<string> ErrorTypes = [Json, Xml, "text/xml", PlainText];

    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<string> Cookies { get; init; } = [];

    /// <summary>Why it is not the reply that the flow made, for the log; null: it is.</summary>
    public string? Problem { get; init; }

    /// <summary>The connection ends with it.</summary>
    public bool Closes { get; init; }

    /// <summary>What an event says, in the form that the client wants most of those that there are.</summary>
    public static HttpReply Of(FlowEvent item, string accept, bool envelope)
    {
        var http = item.Http ?? new HttpExchange();
        var reply = item.Error is { } error ? OfError(item, http, error, accept) : OfData(item, http, accept, envelope);
        return ProblemOf(reply) is { } problem ? Failure(StatusCodes.Status500InternalServerError, problem, accept) with { Problem = problem } : reply;
    }

    private static HttpReply OfError(FlowEvent item, HttpExchange http, FlowError error, string accept)
    {
        // A status of success was set before it failed.
        var status = http.Status is { } set and not (>= 200 and < 300) ? set : error.Status;
        return Failure(status, WordsOf(item, error), error.Code, accept) with { Headers = http.ReplyHeaders.SetItems(error.Headers), Cookies = http.Cookies };
    }

    private static HttpReply OfData(FlowEvent item, HttpExchange http, string accept, bool envelope)
    {
        var status = http.Status ?? (item.Data is null ? StatusCodes.Status204NoContent : StatusCodes.Status200OK);
        var reply = item.Data is null || HasNoBody(status) ? new HttpReply(status, null, default) : WithBody(item, status, http.ReplyHeaders.GetValueOrDefault("Content-Type"), accept, envelope);
        return reply with { Headers = http.ReplyHeaders, Cookies = http.Cookies };
    }

    public static HttpReply Failure(FlowErrorKind kind, string message, string accept) => Failure(FlowErrorKinds.StatusOf(kind), message, accept);

    public static HttpReply Failure(int status, string message, string accept) => Failure(status, [message], null, accept);

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
            if (!OfTheServer.Contains(name)) response.Headers[name] = value;
        if (!Cookies.IsDefaultOrEmpty) response.Headers.SetCookie = Cookies.ToArray();
        if (Closes) response.Headers.Connection = "close";
        if (ContentType is null) return;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method)) await response.Body.WriteAsync(Body, response.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>What HTTP would not allow: it would be a failure without a word, or two replies for one.</summary>
    private static string? ProblemOf(HttpReply reply)
    {
        if (reply.Status is < 200 or > 599) return $"{reply.Status} is no status of a reply";
        foreach (var (name, value) in reply.Headers)
        {
            if (!HttpExchange.IsHeaderName(name)) return $"'{name}' cannot be the name of a header";
            if (value.Any(char.IsControl)) return $"the header {name} has a control character in it";
        }

        return !reply.Cookies.IsDefaultOrEmpty && reply.Cookies.Any(cookie => cookie.Any(char.IsControl)) ? "a cookie has a control character in it" : null;
    }

    private static bool HasNoBody(int status) => status is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified;

    private static HttpReply WithBody(FlowEvent item, int status, string? chosen, string accept, bool envelope)
    {
        var types = TypesOf(item);
        if ((chosen ?? MediaRanges.Best(accept, types)) is not { } type)
            return Failure(StatusCodes.Status406NotAcceptable, $"the reply can be {string.Join(" or ", types)}; the request accepts {accept}", accept);
        try
        {
            return new HttpReply(status, Described(type), BytesOf(item, MediaTypeHeaderValue.TryParse(type, out var parsed) ? parsed.MediaType.Value! : type, envelope));
        }
        catch (FlowException failure)
        {
            var problem = $"the reply cannot be written as {type}: {failure.Message}";
            return Failure(StatusCodes.Status500InternalServerError, problem, accept) with { Problem = problem };
        }
    }

    /// <summary>What the data can be sent as; first what they are.</summary>
    private static ImmutableArray<string> TypesOf(FlowEvent item) => item.Kind switch
    {
        DataKind.Text => [PlainText],
        DataKind.Bytes => ["application/octet-stream"],
        DataKind.Xml when IsPage(item.Xml) => ["text/html", Xml, "text/xml"],
        DataKind.Xml => [Xml, "text/xml", Json, PlainText],
        _ => [Json, Xml, "text/xml", PlainText],
    };

    private static bool IsPage(XmlData xml) => xml.CreateNavigator().SelectSingleNode("/*")?.LocalName == "html";

    private static ReadOnlyMemory<byte> BytesOf(FlowEvent item, string type, bool envelope)
    {
        if (type == Json) return Encoding.UTF8.GetBytes(envelope ? $"{{\"data\":{item.Json.GetRawText()}}}" : item.Json.GetRawText());
        return type is Xml or "text/xml" ? FlowData.ToBytes(item.Xml) : item.Bytes;
    }

    private static string Described(string type) => type.Contains("charset", StringComparison.OrdinalIgnoreCase) || !type.StartsWith("text/", StringComparison.Ordinal) ? type : type + "; charset=utf-8";

    /// <summary>What a module did not foresee is for the log, not for strangers.</summary>
    private static ImmutableArray<string> WordsOf(FlowEvent item, FlowError error) => error.IsUnforeseen ? [$"the request could not be handled (event {item.Id})"] : error.Messages;

    private static HttpReply Failure(int status, ImmutableArray<string> messages, string? code, string accept)
    {
        if (HasNoBody(status)) return new HttpReply(status, null, default);
        var type = MediaRanges.Best(accept, ErrorTypes) ?? PlainText;
        var body = type switch
        {
            Json => JsonSerializer.Serialize(new { errors = messages.Select(message => code is null ? (object)new { message } : new { message, code }) }),
            PlainText => string.Join('\n', messages) + "\n",
            _ => new XElement("errors", messages.Select(message => new XElement("error", code is null ? null : new XAttribute("code", code), message))).ToString(SaveOptions.DisableFormatting),
        };
        return new HttpReply(status, Described(type), Encoding.UTF8.GetBytes(body));
    }
}
