namespace Actors.Services.Calls;

/// <summary>
/// The calls that a program waits for: what to send, what to ask about, what to give up. It knows no actor, clock or network.
/// </summary>
/// <remarks>A call that no broker knows any more is sent once more, marked so that a broker runs it only if it may run twice.</remarks>
internal sealed class CallBook(CallTerms terms)
{
    private readonly Dictionary<CallId, PendingCall> _calls = [];
    private readonly Dictionary<string, List<PendingCall>> _unsent = [];
    private List<CallWish> _wishes = [];

    public int Count => _calls.Count;

    public bool HasUnsent => _unsent.Count > 0;

    public IReadOnlyList<CallWish> TakeWishes()
    {
        var wishes = _wishes;
        _wishes = [];
        return wishes;
    }

    public void Add(PendingCall call, TimeSpan now)
    {
        if (_calls.Count >= terms.MaxPending)
        {
            Finish(call, Failure(call, ErrorCodes.Overloaded, $"{_calls.Count} calls of this program wait for replies already; at most {terms.MaxPending} may"));
            return;
        }

        if (!_calls.TryAdd(call.Id, call))
        {
            Finish(call, Failure(call, ErrorCodes.Invalid, "this program waits for a call of the same key already"));
            return;
        }

        call.Began = now;
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
                (call.KnownAt, call.CheckAt, call.SendAt) = (now, now + terms.CheckAfter, TimeSpan.MaxValue);
        }

        return unsent;
    }

    public void Replied(CallReply reply, TimeSpan now)
    {
        if (!_calls.TryGetValue(CallId.FromWire(reply.CallId), out var call))
            return;
        if (reply.Failure is { Code: ErrorCodes.Moved } moved)
        {
            SendLater(call, moved.Message, now);
            return;
        }

        _calls.Remove(call.Id);
        Finish(call, reply);
    }

    public void Known(IEnumerable<CallId> calls, TimeSpan now)
    {
        foreach (var id in calls)
        {
            if (_calls.TryGetValue(id, out var call))
                (call.KnownAt, call.ChecksMissed) = (now, 0);
        }
    }

    /// <summary>The caller waits no more.</summary>
    public void Cancel(CallId id)
    {
        if (!_calls.Remove(id, out var call))
            return;
        RemoveUnsent(call);
        _wishes.Add(new CancelThese(call.Service, [id]));
    }

    /// <summary>To be called a few times a second.</summary>
    public void Tick(TimeSpan now)
    {
        Dictionary<string, List<CallId>> check = [], over = [];
        foreach (var call in _calls.Values)
        {
            if (call.Timeout > TimeSpan.Zero && now - call.Began >= call.Timeout)
                In(over, call);
            else if (call.SendAt <= now)
                Send(call);
            else if (call.SendAt == TimeSpan.MaxValue && call.CheckAt <= now)
                Check(call, check, now);
        }

        foreach (var (service, calls) in over)
        {
            foreach (var id in calls)
            {
                if (_calls.Remove(id, out var call))
                    Finish(call, Failure(call, ErrorCodes.Timeout, $"no reply within {call.Timeout.TotalSeconds:0.###} s; the method may have run all the same"));
            }

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
    }

    private static CallReply Failure(PendingCall call, string code, string message) =>
        new() { CallId = call.Call.CallId, Failure = new CallFailure { Code = code, Message = $"{call.Service}.{call.Call.Method}: {message}" } };

    private static void Finish(PendingCall call, CallReply reply) => call.Finish(reply);

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
        call.Call.Again = true;
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
        call.HomelessSince ??= now;
        if (now - call.HomelessSince < terms.Patience)
        {
            call.SendAt = now + terms.RetryPause;
            return;
        }

        _calls.Remove(call.Id);
        Finish(call, Failure(call, ErrorCodes.Unavailable, why));
    }

    private void RemoveUnsent(PendingCall call)
    {
        if (_unsent.TryGetValue(call.Service, out var calls) && calls.Remove(call) && calls.Count == 0)
            _unsent.Remove(call.Service);
    }
}

/// <summary>What a book of calls wants to be sent.</summary>
internal abstract record CallWish(string Service, IReadOnlyList<CallId> Calls);

internal sealed record CheckThese(string Service, IReadOnlyList<CallId> Calls) : CallWish(Service, Calls);

internal sealed record CancelThese(string Service, IReadOnlyList<CallId> Calls) : CallWish(Service, Calls);
