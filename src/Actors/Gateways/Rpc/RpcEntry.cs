namespace Actors.Gateways.Rpc;

/// <summary>One message of a frame, or one of a batch: a request, a notification, or what is neither.</summary>
/// <param name="Id">Absent for a notification; null for what is no request.</param>
/// <param name="Method">Empty when <paramref name="Fault"/> says what is wrong.</param>
/// <param name="Params">The JSON array or object, or nothing.</param>
/// <param name="Fault">Why this is no request; null when it is one.</param>
internal readonly record struct RpcEntry(RpcId Id, string Method, ReadOnlyMemory<byte> Params, RpcProblem? Fault)
{
    public bool IsNotification => Id.IsAbsent && Fault == null;

    public static RpcEntry Wrong(string why, RpcId id = default) => new(id.IsAbsent ? RpcId.Null : id, "", default, new RpcProblem(RpcCodes.InvalidRequest, ErrorCodes.Invalid, why));
}

/// <summary>What a frame holds.</summary>
/// <param name="Entries">One, or those of a batch.</param>
/// <param name="IsBatch">Whether the replies go back as one array.</param>
/// <param name="Fault">Why there are no entries: not JSON, an empty batch, a batch too long.</param>
internal readonly record struct RpcMessage(IReadOnlyList<RpcEntry> Entries, bool IsBatch, RpcProblem? Fault);
