namespace Actors.Services.Hosts;

/// <summary>What a method gave, as what its client is told.</summary>
internal static class Outcomes
{
    public static CallReply ReplyOf(EndedCall ended, int mostBytes)
    {
        var (call, outcome) = (ended.Call.Call, ended.Outcome);
        var reply = outcome.Failure is { } failure ? new CallReply { CallId = call.CallId, Failure = failure } : new CallReply { CallId = call.CallId, Value = outcome.Value };
        return reply.CalculateSize() <= (call.KeepMs > 0 ? ServicesSettings.InlineBytes : mostBytes) ? reply : TooLarge(call, outcome.Value?.Length ?? 0, mostBytes);
    }

    /// <summary>Null: its values may go to its client.</summary>
    public static CallReply? RefusalOfStream(ServiceCall call)
    {
        if (call.KeepMs == 0 && !call.IsKeyed)
            return null;
        var why = call.KeepMs > 0 ? "cannot be kept: read it as it comes (StreamAsync)" : "one reader reads: call it without a key";
        return Failure(call, ErrorCodes.Invalid, $"{call.Method} gives a stream, which {why}, or have it give one value");
    }

    private static CallReply TooLarge(ServiceCall call, int bytes, int mostBytes) => Failure(call, ErrorCodes.TooLarge, call.KeepMs > 0
        ? $"the result of {call.Method} has {bytes} bytes of JSON; of a submitted call at most {ServicesSettings.InlineBytes} are kept: store it and return its id, or call and wait"
        : $"the result of {call.Method} has {bytes} bytes of JSON; at most {mostBytes} may travel (actors.services.max-result-size): return a stream, or store it and return its id");

    private static CallReply Failure(ServiceCall call, string code, string message) => new() { CallId = call.CallId, Failure = new CallFailure { Code = code, Message = message } };
}
