namespace Actors.Gateways.Rpc;

/// <summary>
/// The names that begin with <c>rpc.</c>, which JSON-RPC keeps for such uses.
/// </summary>
/// <remarks>
/// <code>
/// client                                    server
/// rpc.discover (request)            ->      what can be called
/// rpc.cancel {id}                   ->      ends that call; it is answered with the error cancelled
/// rpc.streams {window}              ->      once: this client takes results item by item, so many bytes ahead
///                                   &lt;-      rpc.stream {id}        the result is a stream
///                                   &lt;-      rpc.item {id, item}    ... costs the bytes of its frame
/// rpc.more {id, bytes}              ->      so many bytes are used up: send as many more
///                                   &lt;-      the reply: null at the end, or the error that ended the stream
/// </code>
/// Who has not said rpc.streams gets such a result as one array.
/// </remarks>
internal static class ReservedMethods
{
    public const string Prefix = "rpc.";
    public const string Discover = "rpc.discover";
    public const string Cancel = "rpc.cancel";
    public const string Streams = "rpc.streams";
    public const string Stream = "rpc.stream";
    public const string Item = "rpc.item";
    public const string More = "rpc.more";

    public static bool IsReserved(string method) => method.StartsWith(Prefix, StringComparison.Ordinal);
}
