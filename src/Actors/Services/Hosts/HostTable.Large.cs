namespace Actors.Services.Hosts;

// Arguments and replies that do not fit a message.
internal sealed partial class HostTable
{
    private readonly LargeReplies _large;

    /// <summary>The arguments of a call have come: now it may run.</summary>
    public void Fetched(HeldCall call, ReadOnlyMemory<byte> arguments, TimeSpan now)
    {
        if (!call.IsWaiting || !call.IsFetching)
            return;
        call.Fill(arguments, now);
        _waiting.Enqueue(call);
        _effects.Add(new RunHeld(call));
    }

    /// <summary>They have not: the broker may know better where the client is, or of another one that has the same call, or another host may reach it.</summary>
    public void NotFetched(HeldCall call)
    {
        if (!call.IsFetching || !call.TryTakeBack())
            return;
        End(call, hasFailed: false, isReturned: true, isUnfetched: true);
        TryEnd();
    }

    private void Fetch(HeldCall call, TimeSpan now)
    {
        var large = call.Call.Large;
        if (large is { PositionalBytes: >= 0, NamedBytes: >= 0 } && call.LargeBytes <= _terms.MaxArgumentBytes)
        {
            _effects.Add(new FetchFor(call));
        }
        else if (call.TryTakeBack())
        {
            Answer(call, Failure(call, ErrorCodes.TooLarge, $"the arguments of {_service}.{call.Call.Method} have {call.LargeBytes} bytes of JSON; this host takes at most {_terms.MaxArgumentBytes} (actors.services.max-argument-size)"), now);
            End(call, hasFailed: true, isReturned: false);
        }
    }

    private void Remember(CallId id, CallReply reply, TimeSpan now)
    {
        if (IsLarge(reply))
            _large.Add(id, reply, now);
        else
            _replies.Add(id, reply, now);
    }

    /// <summary>It does not travel in a message.</summary>
    public static bool IsLarge(CallReply reply) => reply.OutcomeCase == CallReply.OutcomeOneofCase.Value && reply.Value.Length > ServicesSettings.InlineBytes;

    private CallReply? Find(CallId id) => _replies.Find(id) ?? _large.Find(id);
}
