using Actors.Dispatch;

namespace Actors.Services.Brokers;

// The calls that wait, and how they find a host.
internal sealed partial class ServiceDesk
{
    /// <summary>What its method declares, now that it is known or has changed.</summary>
    private void Declare(CallRecord call)
    {
        if (call.Call is not { } message)
            return;
        call.Deadline = DeadlineOf(message, call.Arrived);
        if (call.Callers is { } callers && callers.Deadline > call.Deadline)
            call.Deadline = callers.Deadline;
        if (_rules.HasLimits)
            call.Limits = _rules.LimitsOf(message);
        else if (call.Host is null)
            call.Limits = [];
    }

    private bool HasOwnTime(CallRecord call) => call.Call is { IsDefaultTime: true } message && _rules.TimeoutOf(message.Method) > TimeSpan.Zero;

    private void Enqueue(CallRecord call, TimeSpan now, bool first = false)
    {
        BeginAsking(call);
        if (_rules.HasLimits)
            _limits.Add(call, call.Limits, now, first);
        else
            call.Ticket = _matcher.Add(call, call.Asked, call.Call!.Priority, call.ClientName, first, call.Near);
    }

    private void Match(TimeSpan now)
    {
        while (_matcher.TryMatch(out var call, out var host))
            Give(call, host, now);
        _limits.LookAgain();
        while (_limits.WaitingCount > 0 && _matcher.HasCredit && _limits.TryTake(now, _matcher.HasCreditFor, out var admitted))
        {
            // It goes at once, so that what counts as running does run, and what begins begins when its limits say.
            _matcher.Add(admitted, admitted.Asked, admitted.Call!.Priority, admitted.ClientName, near: admitted.Near);
            if (_matcher.TryMatch(out _, out var host))
                Give(admitted, host, now);
        }
    }

    private void Give(CallRecord call, string hostId, TimeSpan now)
    {
        call.Ticket = null;
        StopAsking(call);
        var host = _hosts[hostId];
        if (call.Deadline <= now || (call.IsDoubtful && !_rules.IsRepeatable(call.Call!.Method)))
        {
            _matcher.Free(host.Id);
            if (call.Deadline <= now)
                Fail(call, ErrorCodes.Timeout, $"{NoHost(call)} was free before the call's deadline", now);
            else
                Fail(call, ErrorCodes.Lost, "the broker that had the call is gone: it may have run, and may not run twice", now);
            return;
        }

        Count(call, -1);
        call.Host = host;
        host.Held.Add(call.Id, call);
        call.Number = host.NextNumber++;
        call.AskBackAt = now + _terms.TakeOverAfter;
        PlanLevelling(host, now);
        host.Unconfirmed.Enqueue(new SentRun(call.Number, call, now));
        _effects.Add(new SendRun(host.Id, host.Registration, call.Number, call));
    }

    private void LookAtWaiting(TimeSpan now)
    {
        var places = new Dictionary<Asked, bool>();
        var isHopeless = _hosts.Count == 0 && IsPatienceOver(_hostless, now);
        foreach (var call in _calls.Values)
        {
            if (call.Host is not null || _move.IsUnderWay(call.Id))
                continue;
            if (call.Deadline <= now)
            {
                var hasPlace = HasPlaceFor(call.Asked);
                Fail(call, ErrorCodes.Timeout, $"{NoHost(call)} was {(hasPlace ? "free" : "there")} before the call's deadline{(hasPlace ? "" : WhyNotYet(now))}", now);
            }
            else if (call.IsMoving)
            {
                // It waits for no host of this broker.
            }
            else if (isHopeless && now - call.Arrived > _terms.HostPatience)
            {
                if (Shape.Methods.Count > 0)
                    Fail(call, ErrorCodes.Unavailable, $"no host of service {Service} is left", now);
                else
                    Fail(call, ErrorCodes.NoSuchService, $"nobody serves {Service}", now);
            }
            else if (IsMisplaced(call, places, now))
            {
                Fail(call, ErrorCodes.Unavailable, $"{NoHost(call)} is there; {_hosts.Count} others are", now);
            }
            else if (!call.IsKept && now - call.AskedAt > _terms.AbandonedAfter)
            {
                // Its client is gone, or cut off; in that case it sends the call again, which has not run.
                Move(call, now);
            }
        }
    }

    /// <summary>It has not run; its client sends it again, to whoever is the broker then. One whose client has forgotten it is handed over.</summary>
    private void Move(CallRecord call, TimeSpan now)
    {
        if (call.IsKept)
        {
            TakeOut(call, now);
            call.IsMoving = true;
            _move.Add(call.Id);
            return;
        }

        Remove(call, now);
        if (call.IsDoubtful)
        {
            // The client knows of the doubt.
            ReplyToAll(call, Failure(call.Id, ErrorCodes.Forgotten, $"service {Service} has moved to another broker"));
        }
        else
        {
            ReplyToAll(call, Failure(call.Id, ErrorCodes.Moved, $"service {Service} has moved to another broker"));
        }
    }

    /// <summary>Ends a call that did not run, or of which nobody knows.</summary>
    private void Fail(CallRecord call, string code, string message, TimeSpan now)
    {
        Remove(call, now);
        FailedCount++;
        var reply = Failure(call.Id, code, message);
        if (call.IsKept)
            Keep(call.Id, reply, now);
        else
            ReplyToAll(call, reply);
    }

    private void Remove(CallRecord call, TimeSpan now)
    {
        _calls.Remove(call.Id);
        if (call.Host is { } host)
        {
            Release(call, host, now);
        }
        else
        {
            Count(call, -1);
            TakeOut(call, now);
            _limits.Leave(call, now); // it was on its way to a host just now
        }
    }

    private void TakeOut(CallRecord call, TimeSpan now)
    {
        if (call.Lane is not null)
            _limits.Remove(call, now);
        else if (call.Ticket is { } ticket)
            _matcher.Remove(ticket);
        call.Ticket = null;
        StopAsking(call);
    }

    /// <summary>The host holds it no more.</summary>
    private void Release(CallRecord call, HostSeat host, TimeSpan now)
    {
        host.Held.Remove(call.Id);
        _matcher.Free(host.Id);
        call.Host = null;
        _limits.Leave(call, now);
    }

    private void Count(CallRecord call, int sign)
    {
        QueuedCount += sign;
        _queuedBytes += sign * call.SizeBytes;
    }

    private void Take(ServiceShape shape, TimeSpan now)
    {
        if (shape.Equals(Shape))
            return;
        // The newest host's word counts; hosts of two versions are there together only while one replaces the other.
        Shape = shape;
        var waiting = _calls.Values.Where(call => call.Ticket is not null).OrderBy(call => call.Ticket!.Order).ToArray();
        foreach (var call in waiting)
            TakeOut(call, now);
        foreach (var call in _calls.Values)
            _limits.Leave(call, now);
        _rules = new LimitRules(shape);
        _limits.Set(_rules, now);
        foreach (var call in _calls.Values)
        {
            Declare(call);
            if (call.Host is not null)
                _limits.Hold(call, call.Limits, now);
        }

        foreach (var call in waiting)
            Enqueue(call, now);
    }
}
