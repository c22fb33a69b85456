using System.Text.Json;

namespace Actors.Gateways.Rpc;

/// <summary>Reads what a server sends, in one pass; results stay JSON text until the type that is wanted is known.</summary>
internal static class RpcReplyReader
{
    /// <summary>Of a result; the JSON of a reply is two levels deeper, that of a batch three.</summary>
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 1000 };

    /// <exception cref="JsonException">It is no reply: the server speaks something else.</exception>
    public static IReadOnlyList<RpcReply> Read(byte[] body)
    {
        var json = new Utf8JsonReader(body, Reading);
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray) return [ReadOne(ref json, body)];
        var replies = new List<RpcReply>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) replies.Add(ReadOne(ref json, body));
        return replies;
    }

    private static RpcReply ReadOne(ref Utf8JsonReader json, byte[] body)
    {
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException("a message is an object");
        var reply = default(RpcReply);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("id"u8))
            {
                json.Read();
                RpcId.TryRead(json.TokenType, Whole(ref json, body).Span, out var id);
                reply = reply with { Id = id };
            }
            else if (json.ValueTextEquals("result"u8)) reply = reply with { Result = Next(ref json, body) };
            else if (json.ValueTextEquals("error"u8)) reply = reply with { Error = ReadError(Next(ref json, body)) };
            else if (json.ValueTextEquals("params"u8)) reply = reply with { Params = Next(ref json, body) };
            else if (json.ValueTextEquals("method"u8))
            {
                json.Read();
                reply = reply with { Method = json.TokenType == JsonTokenType.String ? json.GetString() : "" };
            }
            else Next(ref json, body);
        }

        return reply;
    }

    private static ReadOnlyMemory<byte> Next(ref Utf8JsonReader json, byte[] body)
    {
        json.Read();
        return Whole(ref json, body);
    }

    private static ReadOnlyMemory<byte> Whole(ref Utf8JsonReader json, byte[] body)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return body.AsMemory(start, (int)json.BytesConsumed - start);
    }

    private static RpcProblem ReadError(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Reading.MaxDepth });
        var error = document.RootElement;
        var number = Member(error, "code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var value) ? value : RpcCodes.InternalError;
        var data = Member(error, "data");
        return new RpcProblem(number, Text(data, "code") ?? RpcCodes.WordOf(number), Text(error, "message") ?? $"error {number}")
        {
            RemoteType = Text(data, "type"),
            RemoteStack = Text(data, "stack"),
            RemoteCauses = Member(data, "causes") is { ValueKind: JsonValueKind.Array } causes
                ? [.. causes.EnumerateArray().Where(cause => cause.ValueKind == JsonValueKind.String).Select(cause => cause.GetString()!)]
                : [],
        };
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;
}
