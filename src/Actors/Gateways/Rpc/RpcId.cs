using System.Text;
using System.Text.Json;

namespace Actors.Gateways.Rpc;

/// <summary>The id of a request as its sender wrote it: a string, a number or null. It goes back byte by byte, so no number loses digits.</summary>
internal readonly record struct RpcId
{
    /// <summary>An id is echoed and kept while its call runs; nobody needs more to tell calls apart.</summary>
    public const int MaxBytes = 256;

    private readonly string? _json;

    private RpcId(string? json) => _json = json;

    public static RpcId Null { get; } = new("null");

    /// <summary>No id at all: the message is a notification.</summary>
    public bool IsAbsent => _json == null;

    public bool IsNull => _json == "null";

    /// <summary>The JSON token, as it is compared: two ids are the same when they are written the same.</summary>
    public string Json => _json ?? "null";

    public static RpcId Of(long number) => new(number.ToString());

    /// <summary>False when <paramref name="token"/> is neither string, number nor null, or too long.</summary>
    public static bool TryRead(JsonTokenType type, ReadOnlySpan<byte> token, out RpcId id)
    {
        id = Null;
        if (type is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null) || token.Length > MaxBytes) return false;
        id = new RpcId(Encoding.UTF8.GetString(token));
        return true;
    }

    public override string ToString() => Json;
}
