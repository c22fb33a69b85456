namespace Actors.Services.Brokers;

/// <summary>What a desk wants to be said, as messages.</summary>
internal static class DeskMessages
{
    public static CallsKnown Known(KnownCall[] calls)
    {
        var known = new CallsKnown { CallIds = { calls.Select(call => call.Id.ToWire()) } };
        if (Array.Exists(calls, call => call.Remaining > TimeSpan.Zero))
            known.RemainingMs.AddRange(calls.Select(call => call.Remaining > TimeSpan.Zero ? WireTimes.Of(call.Remaining) : 0));
        return known;
    }

    // The time that it waited here is no longer left. Less than a hundredth of it is not worth a copy.
    public static ServiceCall Remaining(CallRecord call, TimeSpan now)
    {
        var left = call.Deadline == TimeSpan.MaxValue ? 0 : WireTimes.Of(call.Deadline - now);
        if (left == call.Call!.RemainingMs)
            return call.Call;
        if (left > 0 && Math.Abs(call.Call.RemainingMs - left) <= (call.Call.RemainingMs / 100) + 1)
            return call.Call;
        var copy = call.Call.Clone();
        copy.RemainingMs = left;
        return copy;
    }
}
