using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Actors.Dataflow.Data;

namespace Actors.Dataflow.Values;

/// <summary>
/// Names a part of an event: <c>data</c> and <c>data/order/0/price</c> within it, <c>id</c>, <c>created</c>, <c>error/message</c>, <c>http/method</c>, <c>http/header/Accept</c>; anything else is the path
/// of an attribute, <c>customer/name</c>. An attribute that is called like one of these is <c>attributes/data</c>, and all of them, as JSON, are <c>attributes</c>.
/// </summary>
public sealed class EventPath : ISettingText<EventPath>
{
    private static readonly ImmutableArray<string> ErrorParts = ["kind", "message", "actor", "status", "code"];

    private static readonly ImmutableArray<string> HttpParts = ["method", "path", "status", "user", "header", "query", "route"];

    private readonly string _text;
    private readonly string _root;
    private readonly ImmutableArray<string> _rest;

    private EventPath(string text, string root, ImmutableArray<string> rest) => (_text, _root, _rest) = (text, root, rest);

    public static string Expected => "a part of an event, such as data, data/order/id, customer/name or http/status";

    /// <summary>The whole data.</summary>
    public static EventPath Data { get; } = Parse("data");

    /// <summary>Whether <see cref="Set"/> can be used: data, attributes, and the status and the headers of a reply.</summary>
    public bool CanBeSet => _root switch
    {
        "attributes" => true,
        "data" => _rest.IsEmpty,
        "http" => _rest is ["status"] or ["header", _],
        _ => false,
    };

    public static EventPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(FlowAttributes.Separator).ToImmutableArray();
        if (parts.Contains("")) throw new FormatException($"'{text}' is no path: a name is missing; expected: {Expected}");
        return parts switch
        {
            ["data", .. var below] => new EventPath(text, "data", below),
            ["attributes"] => new EventPath(text, "attributes", []),
            ["id" or "created"] => new EventPath(text, parts[0], []),
            ["attributes", _, ..] => new EventPath(text, "attributes", parts[1..]),
            ["error", var part] when ErrorParts.Contains(part) => new EventPath(text, "error", [part]),
            ["http", "header", var name] when !HttpExchange.IsHeaderName(name) => throw new FormatException($"'{name}' cannot be the name of a header"),
            ["http", "header" or "query" or "route", _] => new EventPath(text, "http", parts[1..]),
            ["http", "method" or "path" or "status" or "user"] => new EventPath(text, "http", parts[1..]),
            ["error", ..] => throw new FormatException($"'{text}' is no part of an event: of an error there are {string.Join(", ", ErrorParts)}"),
            ["http", ..] => throw new FormatException($"'{text}' is no part of an event: of HTTP there are {string.Join(", ", HttpParts)}; the last three with a name below them"),
            _ => new EventPath(text, "attributes", parts),
        };
    }

    /// <summary>What is there: text, a number, a truth value, attributes, or data in any of their forms; null if nothing is.</summary>
    public object? Read(FlowEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _root switch
        {
            "data" => _rest.IsEmpty ? item.Data : Below(item.Json),
            "id" => item.Id.ToString(),
            "created" => item.Created,
            "error" => item.Error is { } error ? Of(error) : null,
            "http" => item.Http is { } http ? Of(http) : null,
            _ => (_rest.IsEmpty ? item.Attributes : item.Attributes[string.Join(FlowAttributes.Separator, _rest)]) is var value && value is FlowAttributes inner
                ? JsonSerializer.SerializeToElement(JsonValues.Node(inner))
                : value,
        };
    }

    /// <summary>What is there as text; null if nothing is.</summary>
    public string? ReadText(FlowEvent item) => TextOf(Read(item));

    /// <summary>The event with another value there.</summary>
    /// <exception cref="FlowException">The event came without HTTP, or the value cannot be there.</exception>
    public FlowEvent Set(FlowEvent item, object? value)
    {
        ArgumentNullException.ThrowIfNull(item);
        switch (_root)
        {
            case "data":
                return item.WithData(value is IReadOnlyList<object?> list ? JsonSerializer.SerializeToElement(list) : value);
            case "attributes":
                return item with { Attributes = Changed(item.Attributes, value) };
            case "http" when CanBeSet:
                var http = item.Http ?? throw new FlowException(FlowErrorKind.Unprocessable, $"the event has no HTTP side, and so no {_text}");
                return item with { Http = _rest is ["header", var name] ? http.WithReplyHeader(name, HeaderOf(value)) : http with { Status = StatusOf(value) } };
            default:
                throw new InvalidOperationException($"{_text} cannot be set.");
        }
    }

    /// <summary>The event without what is there.</summary>
    public FlowEvent Remove(FlowEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _root switch
        {
            "attributes" when _rest.IsEmpty => item with { Attributes = FlowAttributes.Empty },
            "attributes" => item with { Attributes = item.Attributes.Remove(string.Join(FlowAttributes.Separator, _rest)) },
            "data" when CanBeSet => item.WithData(null),
            "http" when CanBeSet && item.Http is { } http => item with { Http = _rest is ["header", var name] ? http with { ReplyHeaders = http.ReplyHeaders.Remove(name) } : http with { Status = null } },
            _ => item,
        };
    }

    public override string ToString() => _text;

    internal static string? TextOf(object? value) => value switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Null } => null,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
        bool truth => truth ? "true" : "false",
        FlowLogLine line => line.ToString(),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => FlowData.ToText(value),
    };

    // Names may come from strangers, and not all can be a path.
    private FlowAttributes Changed(FlowAttributes attributes, object? value)
    {
        try
        {
            return _rest.IsEmpty ? Merged(attributes, value) : attributes.Set(string.Join(FlowAttributes.Separator, _rest), AttributeOf(value));
        }
        catch (ArgumentException failure)
        {
            throw new FlowException(FlowErrorKind.Unprocessable, $"this cannot be an attribute: {failure.Message}", failure);
        }
    }

    private static FlowAttributes Merged(FlowAttributes attributes, object? value) => FlowData.ToJson(value) is { ValueKind: JsonValueKind.Object } json
        ? json.EnumerateObject().Aggregate(attributes, (all, member) => all.Set(member.Name, JsonValues.Plain(member.Value)))
        : throw new FlowException(FlowErrorKind.Unprocessable, "attributes are set all at once from a JSON object only");

    private static object? AttributeOf(object? value) => value switch
    {
        JsonElement json => JsonValues.Plain(json),
        IReadOnlyList<object?> list => list.Select(AttributeOf).ToList(),
        XmlData or ReadOnlyMemory<byte> => FlowData.ToText(value),
        _ => value,
    };

    private string HeaderOf(object? value)
    {
        var text = TextOf(value) ?? "";
        return text.Any(char.IsControl) ? throw new FlowException(FlowErrorKind.Unprocessable, $"the value for {_text} has a control character in it, which no header may have") : text;
    }

    private static int StatusOf(object? value) => int.TryParse(TextOf(value), CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599
        ? status
        : throw new FlowException(FlowErrorKind.Unprocessable, $"'{TextOf(value)}' is no status of HTTP: 100 to 599");

    private object? Below(JsonElement json)
    {
        foreach (var name in _rest)
        {
            if (json.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < json.GetArrayLength()) json = json[index];
            else if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json)) return null;
        }

        return json;
    }

    private object? Of(FlowError error) => _rest[0] switch
    {
        "kind" => Files.Kebab.Of(error.Kind.ToString()),
        "actor" => error.Actor,
        "status" => error.Status,
        "code" => error.Code,
        _ => error.Message,
    };

    private object? Of(HttpExchange http) => _rest[0] switch
    {
        "method" => http.Method,
        "path" => http.Path,
        "status" => http.Status,
        "user" => http.User,
        "header" => http.Headers.GetValueOrDefault(_rest[1]),
        "query" => http.Query.GetValueOrDefault(_rest[1]),
        _ => http.Route.GetValueOrDefault(_rest[1]),
    };
}
