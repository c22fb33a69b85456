using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Actors.Dataflow.Data;

/// <summary>A whole event as one line of JSON, for people and for logs.</summary>
internal static class EventText
{
    private const string Hidden = "(hidden)";

    /// <summary>Headers that are as good as a password.</summary>
    private static readonly ImmutableArray<string> Secrets = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"];

    /// <summary>The data, and why the event failed if it did.</summary>
    public static string Line(FlowEvent item)
    {
        var data = item.Data is FlowLogLine line ? line.ToString() : item.Text;
        return item.Error is { } error ? $"{data} (failed in {error.Actor}: {error.Message})" : data;
    }

    public static string Complete(FlowEvent item)
    {
        var whole = new JsonObject
        {
            ["id"] = item.Id.ToString(),
            ["created"] = item.Created,
            ["kind"] = item.Kind.ToString(),
            ["data"] = DataOf(item),
        };
        if (item.Attributes.Count > 0) whole["attributes"] = JsonValues.Node(item.Attributes);
        if (item.Http is { } http) whole["http"] = JsonSerializer.SerializeToNode(Shown(http));
        if (item.Error is { } error) whole["error"] = new JsonObject { ["kind"] = error.Kind.ToString(), ["actor"] = error.Actor, ["messages"] = JsonSerializer.SerializeToNode(error.Messages) };
        return whole.ToJsonString();
    }

    // Logs are read by more people than passwords are for.
    private static HttpExchange Shown(HttpExchange http) => http with
    {
        Headers = Shown(http.Headers),
        ReplyHeaders = Shown(http.ReplyHeaders),
        Cookies = http.Cookies.IsDefaultOrEmpty ? [] : [.. http.Cookies.Select(cookie => cookie[..Math.Max(0, cookie.IndexOf('='))] + "=" + Hidden)],
    };

    private static ImmutableDictionary<string, string> Shown(ImmutableDictionary<string, string> headers) =>
        Secrets.Aggregate(headers, (all, name) => all.ContainsKey(name) ? all.SetItem(name, Hidden) : all);

    private static JsonNode? DataOf(FlowEvent item) => item.Data switch
    {
        null => null,
        JsonElement json => JsonValues.Node(json),
        ReadOnlyMemory<byte> bytes => Convert.ToBase64String(bytes.Span),
        _ => item.Text,
    };
}
