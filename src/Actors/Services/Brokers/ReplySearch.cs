namespace Actors.Services.Brokers;

/// <summary>
/// A kept reply that the service's broker does not know may be yet to come from the broker that the service had before. All others are asked; what they say is joined here, and counts
/// unless the reply has come meanwhile.
/// </summary>
internal static class ReplySearch
{
    // Clients give an answer so long and a little more than they have said; and what moves is soon there.
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromMilliseconds(500);

    public static GetReply Question(GetReply asked) => new()
    {
        RequestId = asked.RequestId,
        Service = asked.Service,
        CallId = asked.CallId,
        WaitMs = Math.Min(WireTimes.Within(asked.WaitMs), (long)WaitAtMost.TotalMilliseconds),
        OnlyHere = true,
    };

    /// <returns>An answer for the client.</returns>
    public static object Join(GetReply asked, IReadOnlyList<ReplyShown> answers, bool isComplete)
    {
        ReplyState[] inOrder = [ReplyState.ReplyReady, ReplyState.ReplyNotReady, ReplyState.ReplyExpired];
        foreach (var state in inOrder)
        {
            if (answers.FirstOrDefault(answer => answer.State == state) is { } found)
                return new ReplyShown { RequestId = asked.RequestId, State = state, Reply = found.Reply };
        }

        if (isComplete)
            return new ReplyShown { RequestId = asked.RequestId };
        return new ServiceRequestFailed { RequestId = asked.RequestId, Code = ErrorCodes.Unavailable, Message = $"the broker of {asked.Service} does not know the call, and another one, which may, does not answer" };
    }
}
