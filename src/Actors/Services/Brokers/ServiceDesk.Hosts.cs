using Actors.Dispatch;
using Actors.Services.Internal;

namespace Actors.Services.Brokers;

// The hosts.
internal sealed partial class ServiceDesk
{
    private readonly Dictionary<string, (Joining<RegisterHost> Parts, TimeSpan Since)> _registering = [];

    /// <summary>A host is there; it gets runs from its first report on.</summary>
    /// <param name="part">What it says of itself.</param>
    /// <param name="now">The time.</param>
    public void Register(RegisterHost part, TimeSpan now)
    {
        if (Joined(part, now) is not { } message)
            return;
        if (_hosts.TryGetValue(message.Host, out var before) && before.Registration >= message.Registration)
        {
            if (before.Registration == message.Registration)
                _effects.Add(new SendAccepted(before.Id, before.Registration, 0)); // the first answer went lost
            return;
        }

        Take(message.Shape ?? new ServiceShape(), now);
        var host = new HostSeat(message.Host, message.Version, message.Registration, now)
        {
            Names = LabelSet.Of(message.Labels.Take(Placements.MostNames).Append(message.Host)),
            Slots = Math.Max(0, message.Slots),
        };
        var limits = message.UnderLimits.DistinctBy(held => held.CallId).ToDictionary(held => CallId.FromWire(held.CallId), held => held.Limits);
        foreach (var id in message.Held.Select(CallId.FromWire).Distinct())
            Adopt(id, host, before, limits.TryGetValue(id, out var under) ? [.. under] : [], now);
        if (before is not null)
            Lose(before, $"host {before.Id} has registered anew", now);
        _hosts.Add(host.Id, host);
        Offer(host);
        _effects.Add(new SendAccepted(host.Id, host.Registration, 0));
        Match(now);
    }

    public void Report(HostReport part, TimeSpan now)
    {
        if (!_hosts.TryGetValue(part.Host, out var host) || host.Registration != part.Registration)
        {
            _effects.Add(new SendDismissed(part.Host, part.Registration));
            return;
        }

        host.LastHeard = now;
        if (host.Parts.Add(part, part.Number, part.Part, part.PartsLeft) is not { } report)
            return;
        host.Confirmed = Math.Max(host.Confirmed, report.Next);
        while (host.Unconfirmed.TryPeek(out var sent) && sent.Number < report.Next)
            host.Unconfirmed.Dequeue();
        // What comes back goes to the head of its client's queue: the last first, so that the first is first there.
        for (var i = report.Ended.Count - 1; i >= 0; i--)
            End(host, report.Ended[i], now);
        if (report.Answered >= host.AskedBack)
            host.AskedBack = 0;
        if (report.IsFull)
            Reconcile(host, report, now);
        host.IsLeaving |= report.IsLeaving;
        host.Window = host.IsLeaving || host.IsDismissed ? 0 : Math.Max(0, report.Window);
        _matcher.SetWorker(host.Id, host.Offered, host.Window, host.Held.Count);
        if (report.IsFull)
            Answer(host, report, now);
        Match(now);
    }

    /// <summary>A host is gone for good.</summary>
    public void Lose(string id, string why, TimeSpan now)
    {
        if (_hosts.TryGetValue(id, out var host))
            Lose(host, why, now);
        Match(now);
    }

    /// <summary>Null: more of it is to come.</summary>
    private RegisterHost? Joined(RegisterHost part, TimeSpan now)
    {
        if (part is { Part: 0, PartsLeft: 0 })
            return part;
        if (!_registering.TryGetValue(part.Host, out var parts))
            _registering.Add(part.Host, parts = (new Joining<RegisterHost>(), now));
        var whole = parts.Parts.Add(part, part.Registration, part.Part, part.PartsLeft);
        if (whole is not null)
            _registering.Remove(part.Host);
        return whole;
    }

    private void Answer(HostSeat host, HostReport report, TimeSpan now)
    {
        if (host.IsLeaving && host.Held.Count == 0 && host.Unheard.Count == 0)
        {
            _effects.Add(new SendDismissed(host.Id, host.Registration));
            Leave(host, now);
            return;
        }

        _effects.Add(new SendAccepted(host.Id, host.Registration, report.Number));
        if (host.IsDismissed && !report.IsLeaving)
            _effects.Add(new SendDismissed(host.Id, host.Registration)); // the first one went lost
        foreach (var call in host.Unheard.Values)
            AskForReply(host, call);
    }

    /// <summary>A host that has just registered holds this call.</summary>
    private void Adopt(CallId id, HostSeat host, HostSeat? before, IReadOnlyList<string> limits, TimeSpan now)
    {
        if (!_calls.TryGetValue(id, out var call))
        {
            _calls.Add(id, call = new CallRecord(id, null, "", "", now) { Limits = limits });
            _limits.Hold(call, limits, now);
        }
        else if (call.Host is null)
        {
            TakeOut(call, now);
            Count(call, -1);
            _limits.Hold(call, call.Limits, now);
            ComesBack(call);
        }
        else if (call.Host == before)
        {
            before.Held.Remove(id); // its seat goes, and its credit with it
        }
        else
        {
            return; // given to another one meanwhile; both may run it
        }

        call.Number = -1;
        call.Host = host;
        host.Held.Add(id, call);
    }

    private void End(HostSeat host, EndedRun ended, TimeSpan now)
    {
        var id = CallId.FromWire(ended.CallId);
        // A returned one is repeated until it is heard, and may have been given to the same host again since.
        if (!host.Held.TryGetValue(id, out var call) || (ended.IsReturned && ended.Number != call.Number))
            return;
        if (ended.IsReturned && ended.IsUnfetched && ++call.Losses >= _terms.MaxLosses)
            Fail(call, ErrorCodes.Unavailable, $"{call.Losses} times its arguments did not come from its client to a host: it has not run", now);
        else if (ended.IsReturned)
            TakeBack(call, host, now);
        else
            Finish(call, host, ended.HasFailed, now);
    }

    private void Finish(CallRecord call, HostSeat host, bool hasFailed, TimeSpan now)
    {
        Remove(call, now);
        if (hasFailed)
            FailedCount++;
        else
            CompletedCount++;
        if (!call.IsKept)
        {
            _ended.Add(call.Id, new EndedAt(host.Id, call.Call is not { } message || _rules.IsRepeatable(message.Method), now));
        }
        else if (_kept.Get(call.Id).State == ReplyState.ReplyNotReady)
        {
            host.Unheard[call.Id] = call;
            AskForReply(host, call);
        }
    }

    private void AskForReply(HostSeat host, CallRecord call) =>
        _effects.Add(new SendRepeat(host.Id, call.Id, SendRepeat.ToBroker, _rules.IsRepeatable(call.Call!.Method)));

    /// <summary>It has ended, and the reply that was to be kept is gone: it may run again.</summary>
    private void RunUnheard(CallId id, TimeSpan now)
    {
        foreach (var host in _hosts.Values)
        {
            if (!host.Unheard.Remove(id, out var call) || !_calls.TryAdd(id, call))
                continue;
            Count(call, +1);
            if (_isGivenAway)
                Move(call, now);
            else
                Enqueue(call, now);
        }
    }

    // What it has got and does not hold has ended, though we missed it; what it has not got for long is sent again.
    private void Reconcile(HostSeat host, HostReport report, TimeSpan now)
    {
        var held = report.Held.Select(CallId.FromWire).ToHashSet();
        foreach (var call in host.Held.Values.Where(call => call.Number < report.Next && !held.Contains(call.Id)).ToArray())
            Finish(call, host, hasFailed: false, now);
        foreach (var id in host.Unheard.Keys.Where(id => _kept.Get(id).State != ReplyState.ReplyNotReady).ToArray())
            host.Unheard.Remove(id);
        if (!host.Unconfirmed.TryPeek(out var oldest) || now - oldest.At < _terms.ResendAfter)
            return;
        foreach (var sent in host.Unconfirmed)
        {
            sent.At = now;
            _effects.Add(new SendRun(host.Id, host.Registration, sent.Number, sent.Call));
        }
    }

    /// <summary>It has not begun there, or its host is lost and it may run twice.</summary>
    private void TakeBack(CallRecord call, HostSeat host, TimeSpan now)
    {
        if (call.Call is null)
        {
            // Who gave it has it back; or its client finds out that nobody has it.
            Remove(call, now);
            return;
        }

        if (call.IsStopped)
        {
            Fail(call, ErrorCodes.Cancelled, Cancelled, now);
            return;
        }

        Release(call, host, now);
        Count(call, +1);
        call.Near = []; // there it would wait again
        if (_isGivenAway)
            Move(call, now);
        else
            Enqueue(call, now, first: true);
    }

    // Whoever sends it again, or another call with its key, hears the same; or its result, if the host comes back with it.
    private void FailForGood(CallRecord call, HostSeat host, string why, TimeSpan now)
    {
        Fail(call, ErrorCodes.Lost, why, now);
        if (!call.IsKept)
            _ended.Add(call.Id, new EndedAt(host.Id, false, now));
    }

    private void LookAtHosts(TimeSpan now)
    {
        // This broker itself has stood still, and what its hosts said meanwhile may be yet to come.
        var hasSlept = now - _ticked > _terms.Lease / 2;
        _ticked = now;
        foreach (var (host, (_, since)) in _registering)
        {
            if (now - since > _terms.Lease)
                _registering.Remove(host);
        }

        foreach (var host in _hosts.Values)
        {
            if (hasSlept && host.LastHeard < now - (_terms.Lease / 2))
                host.LastHeard = now - (_terms.Lease / 2);
            if (now - host.LastHeard <= _terms.Lease)
                continue;
            Lose(host, $"host {host.Id} has not been heard of for {_terms.Lease.TotalSeconds:0.#} s", now);
            _effects.Add(new SendDismissed(host.Id, host.Registration));
        }
    }

    private void Leave(HostSeat host, TimeSpan now)
    {
        _hosts.Remove(host.Id);
        _matcher.RemoveWorker(host.Id);
        if (_hosts.Count == 0)
            _hostless = now;
    }

    private void Lose(HostSeat host, string why, TimeSpan now)
    {
        foreach (var call in host.Held.Values.ToArray())
        {
            if (call.Call is null)
                Remove(call, now);
            else if (!_rules.IsRepeatable(call.Call.Method))
                FailForGood(call, host, $"{why}: the call may have run, and may not run twice", now);
            else if (++call.Losses >= _terms.MaxLosses)
                Fail(call, ErrorCodes.Lost, $"{why}: it is the host number {call.Losses} that was lost with this call", now);
            else
                TakeBack(call, host, now);
        }

        foreach (var call in host.Unheard.Values.Where(call => _kept.Get(call.Id).State == ReplyState.ReplyNotReady).ToArray())
        {
            if (!_rules.IsRepeatable(call.Call!.Method))
                Keep(call.Id, Failure(call.Id, ErrorCodes.Lost, $"{why}: the call has ended, and its reply is lost"), now);
            else if (++call.Losses >= _terms.MaxLosses)
                Keep(call.Id, Failure(call.Id, ErrorCodes.Lost, $"{why}: it is the host number {call.Losses} that was lost with this call"), now);
            else
                RunUnheard(call.Id, now);
        }

        Leave(host, now);
    }
}
