using Actors.Services;

namespace Actors.Gateways.Rpc;

/// <summary>An error as it travels: the number of JSON-RPC, our own word, and what was thrown, if something was.</summary>
/// <param name="Number">One of <see cref="RpcCodes"/>.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">For people.</param>
internal sealed record RpcProblem(int Number, string Code, string Message)
{
    /// <summary>The type of the exception that the method threw.</summary>
    public string? RemoteType { get; init; }

    public string? RemoteStack { get; init; }

    public IReadOnlyList<string> RemoteCauses { get; init; } = [];

    public static RpcProblem Of(string code, string message) => new(RpcCodes.NumberOf(code), code, message);

    public static RpcProblem From(Exception failure) => failure switch
    {
        RemoteException thrown => Of(ErrorCodes.Failed, thrown.Message) with
        {
            RemoteType = thrown.RemoteType,
            RemoteStack = thrown.RemoteStack,
            RemoteCauses = thrown.RemoteCauses,
        },
        ActorsException expected => Of(expected.Code, expected.Message),
        OperationCanceledException => Of(ErrorCodes.Cancelled, "the call was cancelled"),
        // A defect of this side: its details are for this side's log.
        _ => new RpcProblem(RpcCodes.InternalError, ErrorCodes.Failed, "an internal error; the server's log has more"),
    };

    public Exception ToException() => RemoteType is { Length: > 0 } type
        ? new RemoteException(type, Message, RemoteStack, RemoteCauses)
        : new ActorsException(Code, Message);
}
