namespace Actors.Services.Brokers;

// Who waits for calls: mostly one program for each; several for one of a client's own key.
internal sealed partial class ServiceDesk
{
    /// <summary>Which of these are here? Replies to those that have ended are sent again.</summary>
    /// <param name="clientName">Who asks; empty: one that does not say.</param>
    /// <param name="client">Its path.</param>
    /// <param name="calls">Which.</param>
    /// <param name="now">The time.</param>
    public void Check(string clientName, string client, IEnumerable<CallId> calls, TimeSpan now)
    {
        var known = new List<KnownCall>();
        foreach (var id in calls)
        {
            if (_kept.IsKnown(id))
            {
                Accept(client, id);
            }
            else if (_calls.TryGetValue(id, out var call))
            {
                Asks(call, clientName, client, TimeSpan.MaxValue, now);
                known.Add(new KnownCall(id, HasOwnTime(call) ? call.Deadline - now : TimeSpan.Zero));
            }
            else if (_ended.TryGet(id, out var ended))
            {
                Repeat(id, ended, client, now);
                known.Add(new KnownCall(id, TimeSpan.Zero));
            }
        }

        if (known.Count > 0)
            _effects.Add(new SendKnown(client, known));
    }

    /// <summary>A program waits for them no more. What others wait for too goes on.</summary>
    /// <param name="clientName">Who; empty: all that wait.</param>
    /// <param name="calls">Which.</param>
    /// <param name="now">The time.</param>
    public void Cancel(string clientName, IEnumerable<CallId> calls, TimeSpan now)
    {
        foreach (var id in calls)
        {
            if (!_calls.TryGetValue(id, out var call) || IsWaitedFor(call, clientName, now))
                continue;
            if (call.Host is null && !_move.IsUnderWay(id))
            {
                Fail(call, ErrorCodes.Cancelled, Cancelled, now);
                continue;
            }

            call.IsStopped = true; // it may be on its way back
            if (call.Host is { } host)
                _effects.Add(new SendStop(host.Id, host.Registration, id));
            if (_move.IsUnderWay(id))
                _effects.Add(new PassCancel(_move.To, [id]));
        }

        Match(now);
    }

    /// <summary>By others than the one that leaves.</summary>
    private bool IsWaitedFor(CallRecord call, string leaving, TimeSpan now)
    {
        if (leaving.Length == 0)
            return false;
        if (call.Callers is not { } callers)
            return call.ClientName.Length > 0 && call.ClientName != leaving;
        if (!callers.Leave(leaving, now - _terms.AbandonedAfter))
            return false;
        call.Client = callers.Path;
        Prolong(call, now);
        return true;
    }

    /// <summary>It is here already.</summary>
    private bool Joins(CallRecord known, ServiceCall message, string clientName, string client, TimeSpan now)
    {
        Asks(known, clientName, client, DeadlineOf(message, now), now);
        if (known.Call is null)
        {
            // A host brought it; now it could be given to another one.
            known.Found(message);
            Declare(known);
            if (known.IsKept)
                _kept.Await(known.Id, WireTimes.Span(message.KeepMs));
        }

        if (known.IsKept == message.KeepMs > 0)
            return true;
        Reply(client, Failure(known.Id, ErrorCodes.Invalid, "a call of this key is on its way already, one to be kept and the other not"));
        return false;
    }

    private void Asks(CallRecord call, string clientName, string client, TimeSpan deadline, TimeSpan now)
    {
        if (call.ClientName.Length == 0)
            call.ClientName = clientName;
        if (clientName.Length > 0 && (call.Callers is not null || clientName != call.ClientName))
        {
            if (call.Callers is null)
            {
                call.Callers = new Callers();
                call.Callers.Asked(call.ClientName, call.Client, call.Deadline, call.AskedAt);
            }

            call.Callers.Asked(clientName, client, deadline, now);
            call.Deadline = call.Callers.Deadline;
            call.Client = client;
            Prolong(call, now); // also again and again: it may have gone lost
        }

        (call.Client, call.AskedAt) = (client, now);
    }

    private void Prolong(CallRecord call, TimeSpan now)
    {
        if (call.Host is { } host)
            _effects.Add(new SendProlong(host.Id, call.Id, call.IsKept ? SendRepeat.ToBroker : call.Client, call.Deadline == TimeSpan.MaxValue ? TimeSpan.Zero : call.Deadline - now));
    }

    private TimeSpan DeadlineOf(ServiceCall message, TimeSpan arrived)
    {
        var time = message.IsDefaultTime && _rules.TimeoutOf(message.Method) is { Ticks: > 0 } own ? own : WireTimes.Span(message.RemainingMs);
        return time > TimeSpan.Zero ? arrived + time : TimeSpan.MaxValue;
    }

    private void ReplyToAll(CallRecord call, CallReply reply)
    {
        foreach (var path in call.Callers?.Paths ?? [call.Client])
            Reply(path, reply);
    }
}
