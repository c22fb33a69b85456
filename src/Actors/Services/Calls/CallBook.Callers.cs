namespace Actors.Services.Calls;

// Who waits for a call: mostly one caller; several when they use the same key, one behind the other.
internal sealed partial class CallBook
{
    /// <summary>The caller waits no more.</summary>
    public void Cancel(PendingCall caller)
    {
        if (!_calls.TryGetValue(caller.Id, out var call))
            return;
        if (call == caller && call.Joined is null)
        {
            Forget(call);
            RemoveUnsent(call);
            _wishes.Add(new CancelThese(call.Service, [call.Id]));
        }
        else
        {
            Part(call, caller);
        }
    }

    private static CallReply TimedOut(PendingCall call) =>
        Failure(call, ErrorCodes.Timeout, $"no reply within {call.Timeout.TotalSeconds:0.###} s; the method may have run all the same");

    private static bool IsOver(PendingCall call, TimeSpan now) => call.Timeout > TimeSpan.Zero && now - call.Began >= call.Timeout;

    /// <returns>Nobody waits for the call any more.</returns>
    private bool TimeOut(PendingCall call)
    {
        var isLast = call.Joined is null;
        if (isLast)
            Forget(call);
        else
            Part(call, call);
        call.Joined = null;
        Finish(call, TimedOut(call));
        return isLast;
    }

    /// <summary>Two callers use one key: it is one call, and both get its reply.</summary>
    private static void Join(PendingCall known, PendingCall call)
    {
        if (known.IsKept != call.IsKept)
        {
            Finish(call, Failure(call, ErrorCodes.Invalid, "this program waits for a call of the same key, one to be kept and the other not"));
            return;
        }

        call.Joined = known.Joined;
        known.Joined = call;
    }

    /// <summary>One of several callers waits no more.</summary>
    private void Part(PendingCall first, PendingCall caller)
    {
        if (first == caller)
        {
            // The next one takes its place, with all that is known of the call.
            var next = first.Joined!;
            var wasUnsent = RemoveUnsent(first);
            next.Follow(first);
            _calls[first.Id] = next;
            if (wasUnsent)
                Send(next);
            return;
        }

        var before = first;
        while (before.Joined is { } joined && joined != caller)
            before = joined;
        if (before.Joined == caller)
            before.Joined = caller.Joined;
    }

    private static void EndJoined(PendingCall first, TimeSpan now)
    {
        for (var before = first; before.Joined is { } joined;)
        {
            if (!IsOver(joined, now))
            {
                before = joined;
                continue;
            }

            before.Joined = joined.Joined;
            joined.Joined = null;
            Finish(joined, TimedOut(joined));
        }
    }
}
