namespace Actors.Gateways.Rpc;

/// <summary>One message from a server: the reply to a request, or a notification.</summary>
/// <param name="Id">Of a reply; absent in a notification.</param>
/// <param name="Result">Of a reply that is no error.</param>
/// <param name="Method">Of a notification.</param>
/// <param name="Params">Of a notification.</param>
internal readonly record struct RpcReply(RpcId Id, ReadOnlyMemory<byte> Result, RpcProblem? Error, string? Method, ReadOnlyMemory<byte> Params);
