using System.Collections.Frozen;

namespace Actors.Gateways.Rpc;

/// <summary>The numbers of errors on the wire: those of JSON-RPC, and our own from -32000 down. Numbers are only ever added.</summary>
internal static class RpcCodes
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;

    /// <summary>The method threw.</summary>
    public const int Failed = -32000;
    public const int Timeout = -32001;
    public const int Cancelled = -32002;
    public const int TooLarge = -32003;
    public const int Overloaded = -32004;
    public const int Unserializable = -32005;
    public const int Unavailable = -32006;
    public const int Lost = -32007;

    /// <summary>Any other expected failure; <c>data.code</c> says which.</summary>
    public const int Other = -32099;

    private static readonly FrozenDictionary<string, int> Numbers = new Dictionary<string, int>
    {
        [ErrorCodes.NoSuchMethod] = MethodNotFound,
        [ErrorCodes.BadArguments] = InvalidParams,
        [ErrorCodes.Failed] = Failed,
        [ErrorCodes.Timeout] = Timeout,
        [ErrorCodes.Cancelled] = Cancelled,
        [ErrorCodes.TooLarge] = TooLarge,
        [ErrorCodes.Overloaded] = Overloaded,
        [ErrorCodes.Unserializable] = Unserializable,
        [ErrorCodes.Unavailable] = Unavailable,
        [ErrorCodes.Lost] = Lost,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, string> Words = Numbers.ToDictionary(pair => pair.Value, pair => pair.Key).ToFrozenDictionary();

    public static int NumberOf(string code) => Numbers.GetValueOrDefault(code, Other);

    /// <summary>The word for the error of a server that says only the number.</summary>
    public static string WordOf(int number) => Words.TryGetValue(number, out var word)
        ? word
        : number is ParseError or InvalidRequest ? ErrorCodes.Invalid : ErrorCodes.Failed;
}
