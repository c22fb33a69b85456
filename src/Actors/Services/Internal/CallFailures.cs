using System.Text;
using System.Text.Unicode;

namespace Actors.Services.Internal;

/// <summary>Exceptions as they travel in replies, and back.</summary>
internal static class CallFailures
{
    // Message, stack and all causes each: together they fit a frame, and the last message of a stream.
    private const int MaxTextBytes = 16 * 1024;
    private const int MaxNameBytes = 1024;
    private const int MaxCauses = 16;

    public static CallFailure Of(Exception failure) => failure switch
    {
        RemoteException remote => new CallFailure
        {
            Code = remote.Code,
            Message = Cut(remote.Message),
            RemoteType = Cut(remote.RemoteType, MaxNameBytes),
            RemoteStack = Cut(remote.RemoteStack),
            RemoteCauses = { Cut(remote.RemoteCauses) },
        },
        ActorsException known => new CallFailure { Code = Cut(known.Code, MaxNameBytes), Message = Cut(known.Message) },
        OperationCanceledException => new CallFailure { Code = ErrorCodes.Cancelled, Message = "the call was cancelled" },
        _ => new CallFailure { Code = ErrorCodes.Failed, Message = Cut(failure.Message), RemoteType = Cut(failure.GetType().FullName ?? failure.GetType().Name, MaxNameBytes) },
    };

    public static Exception ToException(this CallFailure failure) => failure.RemoteType.Length > 0
        ? new RemoteException(failure.RemoteType, failure.Message, failure.RemoteStack, [.. failure.RemoteCauses])
        : new ActorsException(failure.Code, failure.Message);

    private static IEnumerable<string> Cut(IEnumerable<string> causes)
    {
        var left = MaxTextBytes;
        foreach (var cause in causes.Take(MaxCauses).Select(cause => Cut(cause, left)).TakeWhile(cause => cause.Length > 0))
        {
            left -= Encoding.UTF8.GetByteCount(cause);
            yield return cause;
        }
    }

    private static string Cut(string text, int mostBytes = MaxTextBytes)
    {
        if (text.Length <= mostBytes / 3 || Encoding.UTF8.GetByteCount(text) <= mostBytes)
            return text;
        Utf8.FromUtf16(text, new byte[mostBytes], out var letters, out _);
        return text[..letters];
    }
}
