using Actors.Dispatch;

namespace Actors.Services.Brokers;

// The hosts.
internal sealed partial class ServiceDesk
{
    /// <summary>A host is there; it gets runs from its first report on.</summary>
    /// <param name="message">What it says of itself.</param>
    /// <param name="now">The time.</param>
    public void Register(RegisterHost message, TimeSpan now)
    {
        if (_hosts.TryGetValue(message.Host, out var before) && before.Registration == message.Registration)
        {
            _effects.Add(new SendAccepted(before.Id, before.Registration)); // the first answer went lost
            return;
        }

        if (before is not null)
            Lose(before, $"host {before.Id} has registered anew", now, message.Held.Select(CallId.FromWire).ToHashSet());
        var host = new HostSeat(message.Host, message.Version, message.Registration, now);
        _hosts.Add(host.Id, host);
        Take(message.Shape ?? new ServiceShape(), now);
        foreach (var id in message.Held.Select(CallId.FromWire))
            Adopt(id, host, now);
        _matcher.SetWorker(host.Id, LabelSet.Empty, 0, host.Held.Count);
        _effects.Add(new SendAccepted(host.Id, host.Registration));
    }

    public void Report(HostReport report, TimeSpan now)
    {
        if (!_hosts.TryGetValue(report.Host, out var host) || host.Registration != report.Registration)
        {
            _effects.Add(new SendDismissed(report.Host, report.Registration));
            return;
        }

        host.LastHeard = now;
        while (host.Unconfirmed.TryPeek(out var sent) && sent.Number < report.Next)
            host.Unconfirmed.Dequeue();
        foreach (var ended in report.Ended)
            End(host, ended, now);
        if (report.IsFull)
            Reconcile(host, report, now);
        host.IsLeaving |= report.IsLeaving;
        host.Window = host.IsLeaving ? 0 : report.Window;
        _matcher.SetWorker(host.Id, LabelSet.Empty, host.Window, host.Held.Count);
        if (host.IsLeaving && host.Held.Count == 0)
            Leave(host, now);
        else if (report.IsFull)
            _effects.Add(new SendAccepted(host.Id, host.Registration));
        Match(now);
    }

    /// <summary>A host is gone for good.</summary>
    public void Lose(string id, string why, TimeSpan now)
    {
        if (_hosts.TryGetValue(id, out var host))
            Lose(host, why, now);
        Match(now);
    }

    private void Take(ServiceShape shape, TimeSpan now)
    {
        if (shape.Equals(Shape))
            return;
        // The newest host's word counts; hosts of two versions are there together only while one replaces the other.
        Shape = shape;
        _repeatable.Clear();
        foreach (var method in shape.Methods.Where(method => method.AtLeastOnce))
            _repeatable.Add(method.Name);
        _limits.Set(shape, now);
    }

    private void Adopt(CallId id, HostSeat host, TimeSpan now)
    {
        if (_calls.TryGetValue(id, out var call))
        {
            if (call.Host is not null)
                return; // given to another one meanwhile; both may run it
            Remove(call, now);
        }
        else
        {
            call = new CallRecord(id, null, "", "", now);
        }

        _calls.Add(id, call);
        call.Host = host;
        host.Held.Add(id, call);
    }

    private void End(HostSeat host, EndedRun ended, TimeSpan now)
    {
        var id = CallId.FromWire(ended.CallId);
        if (!host.Held.TryGetValue(id, out var call))
            return;
        if (ended.IsReturned && call.Call is not null)
        {
            TakeBack(call, host, now);
            return;
        }

        Remove(call, now);
        _ended.Add(id, host.Id);
        if (call.IsKept && _kept.Get(id).State == ReplyState.ReplyNotReady)
        {
            _unheard[id] = host.Id;
            _effects.Add(new SendRepeat(host.Id, id, SendRepeat.ToBroker));
        }

        if (ended.HasFailed)
            FailedCount++;
        else
            CompletedCount++;
    }

    // What it has got and does not hold has ended, though we missed it; what it has not got for long is sent again.
    private void Reconcile(HostSeat host, HostReport report, TimeSpan now)
    {
        var held = report.Held.Select(CallId.FromWire).ToHashSet();
        var unconfirmed = host.Unconfirmed.Select(sent => sent.Call.Id).ToHashSet();
        foreach (var call in host.Held.Values.Where(call => !held.Contains(call.Id) && !unconfirmed.Contains(call.Id)).ToArray())
            End(host, new EndedRun { CallId = call.Id.ToWire() }, now);
        if (!host.Unconfirmed.TryPeek(out var oldest) || now - oldest.At < _terms.ResendAfter)
            return;
        foreach (var sent in host.Unconfirmed)
        {
            sent.At = now;
            _effects.Add(new SendRun(host.Id, host.Registration, sent.Number, sent.Call));
        }
    }

    private void TakeBack(CallRecord call, HostSeat host, TimeSpan now)
    {
        Detach(call, host);
        Enqueue(call, now);
    }

    private void Detach(CallRecord call, HostSeat host)
    {
        host.Held.Remove(call.Id);
        _matcher.Free(host.Id);
        call.Host = null;
        _queuedBytes += call.SizeBytes;
    }

    private void Leave(HostSeat host, TimeSpan now)
    {
        _hosts.Remove(host.Id);
        _matcher.RemoveWorker(host.Id);
        if (_hosts.Count == 0)
            _hostless = now;
    }

    /// <param name="host">Gone.</param>
    /// <param name="why">For the clients.</param>
    /// <param name="now">The time.</param>
    /// <param name="stillHeld">It is back, and has these.</param>
    private void Lose(HostSeat host, string why, TimeSpan now, HashSet<CallId>? stillHeld = null)
    {
        foreach (var call in host.Held.Values.ToArray())
        {
            if (call.Call is null)
            {
                Remove(call, now);
            }
            else if (stillHeld?.Contains(call.Id) == true)
            {
                Detach(call, host);
            }
            else if (!IsRepeatable(call.Call.Method))
            {
                Fail(call, ErrorCodes.Lost, $"{why}: the call may have run, and may not run twice", now);
            }
            else if (++call.Losses >= _terms.MaxLosses)
            {
                Fail(call, ErrorCodes.Lost, $"{why}: it is the host number {call.Losses} that was lost with this call", now);
            }
            else
            {
                TakeBack(call, host, now);
            }
        }

        foreach (var (id, _) in _unheard.Where(pair => pair.Value == host.Id).ToArray())
            Keep(Failure(id, ErrorCodes.Lost, $"{why}: the call has ended, and its reply is lost"), now);
        Leave(host, now);
    }
}
