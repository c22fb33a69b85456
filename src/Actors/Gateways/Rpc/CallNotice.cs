using System.Text.Json;

namespace Actors.Gateways.Rpc;

/// <summary>The parameters of the reserved notifications, such as <c>{"id": 7, "bytes": 4096}</c>. What is missing or wrong is left at its default: notifications have no answer.</summary>
internal readonly record struct CallNotice(RpcId Id, long Bytes, long Window, ReadOnlyMemory<byte> Item)
{
    public static CallNotice Read(ReadOnlyMemory<byte> parameters)
    {
        var notice = default(CallNotice);
        var json = new Utf8JsonReader(parameters.Span);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return notice;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName) notice = notice.With(ref json, parameters);
        }
        catch (JsonException)
        {
            // No parameters at all; others have been read with the message.
        }

        return notice;
    }

    private CallNotice With(ref Utf8JsonReader json, ReadOnlyMemory<byte> parameters)
    {
        var (isId, isBytes, isWindow, isItem) = (json.ValueTextEquals("id"u8), json.ValueTextEquals("bytes"u8), json.ValueTextEquals("window"u8), json.ValueTextEquals("item"u8));
        json.Read();
        var type = json.TokenType;
        var number = type == JsonTokenType.Number && json.TryGetInt64(out var value) ? value : 0;
        var start = (int)json.TokenStartIndex;
        json.Skip();
        var token = parameters[start..(int)json.BytesConsumed];
        if (isId && RpcId.TryRead(type, token.Span, out var id)) return this with { Id = id };
        if (isBytes) return this with { Bytes = number };
        if (isWindow) return this with { Window = number };
        return isItem ? this with { Item = token } : this;
    }
}
