namespace Actors.Services.Calls;

/// <summary>
/// The calls that a program waits for: what to send, what to ask about, what to give up. It knows no actor, clock or network.
/// </summary>
/// <remarks>A call that no broker knows any more is sent once more, marked so that a broker runs it only if it may run twice.</remarks>
internal sealed partial class CallBook(CallTerms terms)
{
    private readonly Dictionary<CallId, PendingCall> _calls = [];
    private readonly Dictionary<string, List<PendingCall>> _unsent = [];
    private List<CallWish> _wishes = [];
    private long _largeBytes;

    public int Count => _calls.Count;

    public bool HasUnsent => _unsent.Count > 0;

    /// <summary>The call that is waited for; null: none is.</summary>
    public PendingCall? Find(CallId id) => _calls.GetValueOrDefault(id);

    public IReadOnlyList<CallWish> TakeWishes()
    {
        if (_wishes.Count == 0)
            return [];
        var wishes = _wishes;
        _wishes = [];
        return wishes;
    }

    public void Add(PendingCall call, TimeSpan now)
    {
        call.Began = now;
        if (_calls.TryGetValue(call.Id, out var known))
        {
            Join(known, call);
            return;
        }

        if (_calls.Count >= terms.MaxPending)
        {
            Finish(call, Failure(call, ErrorCodes.Overloaded, $"{_calls.Count} calls of this program wait for replies already; at most {terms.MaxPending} may"));
            return;
        }

        if (call.Large.Bytes > 0 && _largeBytes > 0 && _largeBytes + call.Large.Bytes > terms.MaxLargeBytes)
        {
            Finish(call, Failure(call, ErrorCodes.Overloaded, $"its arguments have {call.Large.Bytes} bytes, and those of calls of this program that wait for replies {_largeBytes}; at most {terms.MaxLargeBytes} may (actors.services.client.large-size): wait for replies first"));
            return;
        }

        _calls.Add(call.Id, call);
        _largeBytes += call.Large.Bytes;
        Send(call);
    }

    /// <summary>What is to be sent now, by service.</summary>
    public IReadOnlyCollection<KeyValuePair<string, List<PendingCall>>> TakeUnsent(TimeSpan now)
    {
        KeyValuePair<string, List<PendingCall>>[] unsent = [.. _unsent];
        _unsent.Clear();
        foreach (var (_, calls) in unsent)
        {
            foreach (var call in calls)
            {
                if (call.WasSent && call.Call.RemainingMs > 0 && !call.IsKept)
                    call.Call = With(call.Call, copy => copy.RemainingMs = WireTimes.Of(call.Began + call.Timeout - now));
                (call.WasSent, call.CheckAt, call.SendAt) = (true, now + terms.CheckAfter, TimeSpan.MaxValue);
            }
        }

        return unsent;
    }

    public void Replied(CallReply reply, TimeSpan now)
    {
        if (!CallId.TryFromWire(reply.CallId, out var id) || !_calls.TryGetValue(id, out var call))
            return;
        if (reply.Failure is { Code: ErrorCodes.Moved or ErrorCodes.Forgotten } refusal)
        {
            if (refusal.Code == ErrorCodes.Forgotten && !call.Call.Again)
                call.Call = With(call.Call, copy => copy.Again = true);
            SendLater(call, refusal.Message, now);
            return;
        }

        if (reply.OutcomeCase == CallReply.OutcomeOneofCase.Large)
        {
            if (call.IsFetching)
                return; // from two hosts, or told twice
            call.IsFetching = true;
            _wishes.Add(new FetchThis(call.Service, id, reply.Large));
            return;
        }

        if (reply.OutcomeCase == CallReply.OutcomeOneofCase.Accepted && !call.IsKept)
            reply = Failure(call, ErrorCodes.Invalid, "a call of this key was submitted: its reply is kept for whoever asks for that");
        Forget(call);
        Finish(call, reply);
    }

    /// <summary>A large reply did not come: whoever has it is asked for it again.</summary>
    public void NotFetched(CallId id, TimeSpan now)
    {
        if (_calls.TryGetValue(id, out var call) && call.IsFetching)
            (call.IsFetching, call.CheckAt) = (false, now);
    }

    /// <param name="calls">What a broker has.</param>
    /// <param name="remainingMs">How long they have, by what their methods declare; 0 or missing: as this program thinks.</param>
    /// <param name="now">The time.</param>
    public void Known(IEnumerable<CallId> calls, IReadOnlyList<long> remainingMs, TimeSpan now)
    {
        var i = 0;
        foreach (var id in calls)
        {
            var remaining = i < remainingMs.Count ? remainingMs[i] : 0;
            i++;
            if (!_calls.TryGetValue(id, out var call))
                continue;
            call.ChecksMissed = 0;
            // A little longer, so that the one who enforces it can say so.
            if (remaining > 0 && call.Call.IsDefaultTime)
                call.Timeout = now + WireTimes.Span(remaining) + terms.CheckAfter - call.Began;
        }
    }

    /// <summary>To be called a few times a second.</summary>
    public void Tick(TimeSpan now)
    {
        Dictionary<string, List<CallId>> check = [], over = [];
        foreach (var call in _calls.Values)
        {
            if (call.Joined is not null)
                EndJoined(call, now);
            if (IsOver(call, now))
                In(over, call);
            else if (call.SendAt <= now)
                Send(call);
            else if (call.SendAt == TimeSpan.MaxValue && call.CheckAt <= now && !call.IsFetching)
                Check(call, check, now);
        }

        foreach (var (service, calls) in over)
        {
            calls.RemoveAll(id => !TimeOut(_calls[id]));
            if (calls.Count > 0)
                _wishes.Add(new CancelThese(service, calls));
        }

        foreach (var (service, calls) in check)
            _wishes.Add(new CheckThese(service, calls));
    }

    /// <summary>The program lets go of the cluster.</summary>
    public void GiveUp(string code, string message)
    {
        foreach (var group in _calls.Values.GroupBy(call => call.Service))
            _wishes.Add(new CancelThese(group.Key, [.. group.Select(call => call.Id)]));
        foreach (var call in _calls.Values)
            Finish(call, Failure(call, code, message));
        _calls.Clear();
        _unsent.Clear();
        _largeBytes = 0;
    }

    private static CallReply Failure(PendingCall call, string code, string message) =>
        new() { CallId = call.Call.CallId, Failure = new CallFailure { Code = code, Message = $"{call.Service}.{call.Call.Method}: {message}" } };

    private static void Finish(PendingCall? call, CallReply reply)
    {
        for (; call is not null; call = call.Joined)
            call.Finish(reply);
    }

    // What has been sent may still be read, in this process too.
    private static ServiceCall With(ServiceCall call, Action<ServiceCall> change)
    {
        var copy = call.Clone();
        change(copy);
        return copy;
    }

    private static void In(Dictionary<string, List<CallId>> groups, PendingCall call)
    {
        if (!groups.TryGetValue(call.Service, out var group))
            groups.Add(call.Service, group = []);
        group.Add(call.Id);
    }

    private void Check(PendingCall call, Dictionary<string, List<CallId>> check, TimeSpan now)
    {
        call.CheckAt = now + terms.CheckAfter;
        if (call.ChecksMissed++ < terms.ChecksMissed)
        {
            In(check, call);
            return;
        }

        call.ChecksMissed = 0;
        if (!call.Call.Again)
            call.Call = With(call.Call, copy => copy.Again = true);
        Send(call);
    }

    private void Send(PendingCall call)
    {
        call.SendAt = TimeSpan.MaxValue;
        if (!_unsent.TryGetValue(call.Service, out var calls))
            _unsent.Add(call.Service, calls = []);
        calls.Add(call);
    }

    private void SendLater(PendingCall call, string why, TimeSpan now)
    {
        // One that a broker has had for a while was at home.
        if (call.RefusedAt == TimeSpan.MinValue || now - call.RefusedAt > terms.CheckAfter)
            call.HomelessSince = now;
        call.RefusedAt = now;
        if (now - call.HomelessSince < terms.Patience)
        {
            call.SendAt = now + terms.RetryPause;
            return;
        }

        Forget(call);
        Finish(call, Failure(call, ErrorCodes.Unavailable, why));
    }

    private void Forget(PendingCall call)
    {
        if (_calls.Remove(call.Id))
            _largeBytes -= call.Large.Bytes;
    }

    private bool RemoveUnsent(PendingCall call)
    {
        if (!_unsent.TryGetValue(call.Service, out var calls) || !calls.Remove(call))
            return false;
        if (calls.Count == 0)
            _unsent.Remove(call.Service);
        return true;
    }
}
