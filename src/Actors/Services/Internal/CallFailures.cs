namespace Actors.Services.Internal;

/// <summary>Exceptions as they travel in replies, and back.</summary>
internal static class CallFailures
{
    private const int MaxTextLength = 16 * 1024;

    public static CallFailure Of(Exception failure) => failure switch
    {
        RemoteException remote => new CallFailure
        {
            Code = remote.Code,
            Message = remote.Message,
            RemoteType = remote.RemoteType,
            RemoteStack = remote.RemoteStack,
            RemoteCauses = { remote.RemoteCauses },
        },
        ActorsException known => new CallFailure { Code = known.Code, Message = Cut(known.Message) },
        OperationCanceledException => new CallFailure { Code = ErrorCodes.Cancelled, Message = "the call was cancelled" },
        _ => new CallFailure { Code = ErrorCodes.Failed, Message = Cut(failure.Message), RemoteType = failure.GetType().FullName ?? failure.GetType().Name },
    };

    public static Exception ToException(this CallFailure failure) => failure.RemoteType.Length > 0
        ? new RemoteException(failure.RemoteType, failure.Message, failure.RemoteStack, [.. failure.RemoteCauses])
        : new ActorsException(failure.Code, failure.Message);

    private static string Cut(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength];
}
