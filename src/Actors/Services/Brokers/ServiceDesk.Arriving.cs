namespace Actors.Services.Brokers;

// Calls that clients send: known ones, new ones, and those that are refused.
internal sealed partial class ServiceDesk
{
    public void Arrive(string clientName, string client, IEnumerable<ServiceCall> calls, TimeSpan now)
    {
        _used = now;
        foreach (var call in calls)
            Arrive(clientName, client, call, now);
        Match(now);
    }

    private void Arrive(string clientName, string client, ServiceCall message, TimeSpan now)
    {
        var id = CallId.FromWire(message.CallId);
        if (_calls.TryGetValue(id, out var known) && !Joins(known, message, clientName, client, now))
            return;
        if (_kept.IsKnown(id))
        {
            // One who did not submit it is told so by its own book.
            Accept(client, id);
            return;
        }

        if (known is not null)
            return;
        if (_ended.TryGet(id, out var ended))
        {
            // Sent again, it may be that its reply cannot be had any more; and it may run again.
            var isRepeatable = _rules.IsRepeatable(message.Method);
            if (!isRepeatable || (!message.Again && _hosts.ContainsKey(ended.Host)))
            {
                Repeat(id, ended with { IsRepeatable = isRepeatable }, client, now);
                return;
            }

            _ended.Forget(id);
        }

        var call = new CallRecord(id, message, clientName, client, now);
        if (!HasRoomFor(call))
            Match(now); // those that came with it may only seem to wait
        if (RefusalOf(call, message) is { } refusal)
        {
            Reply(client, refusal);
            return;
        }

        Declare(call);
        _calls.Add(id, call);
        Count(call, +1);
        if (call.IsKept)
        {
            _kept.Await(id, WireTimes.Span(message.KeepMs));
            Accept(client, id);
        }

        Settle(call, now);
    }

    /// <summary>Null: it is taken.</summary>
    private CallReply? RefusalOf(CallRecord call, ServiceCall message)
    {
        if (!HasRoomFor(call))
            return Failure(call.Id, ErrorCodes.Overloaded, $"{QueuedCount} calls of {_queuedBytes} bytes wait for service {Service}; at most {MaxQueued} and {_terms.MaxQueuedBytes} may");
        if (call.IsKept && _rules.IsStream(message.Method))
            return Failure(call.Id, ErrorCodes.Invalid, $"{message.Method} gives a stream, which cannot be kept: call it and read it as it comes (StreamAsync), or have it give one value");
        if (message.IsKeyed && _rules.IsStream(message.Method))
            return Failure(call.Id, ErrorCodes.Invalid, $"{message.Method} gives a stream, which one reader reads: call it without a key, or have it give one value");
        if (Placements.ProblemOf(message) is { } problem)
            return Failure(call.Id, ErrorCodes.Invalid, problem);
        if (AsksTooMuch(call))
            return Failure(call.Id, ErrorCodes.Overloaded, $"calls that wait for service {Service} ask for {_asked.Count} different sets of hosts; at most {_terms.MaxPlacements} may");
        return null;
    }

    private void Settle(CallRecord call, TimeSpan now)
    {
        // A host may hold it and not have registered here yet.
        if (call.Call!.Again && now < _began + _terms.Lease)
            _unsettled.Add(call, _began + _terms.Lease);
        else
            Enqueue(call, now);
    }

    private bool AsksTooMuch(CallRecord call) => _asked.Count >= _terms.MaxPlacements && !call.Asked.IsNothing && !_asked.Contains(call.Asked);

    private int MaxQueued => Shape.MaxQueued > 0 ? Math.Min(Shape.MaxQueued, _terms.MaxQueued) : _terms.MaxQueued;

    private bool HasRoomFor(CallRecord call, int times = 1) => QueuedCount < MaxQueued * (long)times && _queuedBytes + call.SizeBytes <= _terms.MaxQueuedBytes * times;

    private void Accept(string client, CallId id) => Reply(client, new CallReply { CallId = id.ToWire(), Accepted = true });
}
