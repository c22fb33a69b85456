using Actors.Services.Internal;

namespace Actors.Services.Brokers;

// What is kept follows the service to its new broker. Until that one has said that it has a call, it is here.
internal sealed partial class ServiceDesk
{
    private readonly KeptMove _move = new();
    private string _home = "";

    /// <summary>There is something that would be missed if this broker went.</summary>
    public bool HasKept => !_kept.IsEmpty;

    private bool CanHandOn => _isGivenAway && _home.Length > 0 && _move.QueuedCount > 0;

    private TimeSpan? NextHandOn => _move.Message is not null || CanHandOn ? _move.NextAt : null;

    /// <summary>
    /// Another broker takes the service over: what waits is given back to its clients, who send it there; what runs ends there too, as its host registers there. What is kept goes
    /// there from here.
    /// </summary>
    /// <param name="home">The other broker; empty: there is none.</param>
    /// <param name="now">The time.</param>
    public void GiveAway(string home, TimeSpan now)
    {
        (_isGivenAway, _home) = (true, home);
        foreach (var call in _calls.Values.Where(call => call is { Host: null, IsMoving: false }).ToArray())
            Move(call, now);
        foreach (var call in _kept.Calls)
            _move.Add(call);
        foreach (var host in _hosts.Values)
        {
            host.IsDismissed = true;
            host.Window = 0;
            Offer(host);
            _effects.Add(new SendDismissed(host.Id, host.Registration));
        }

        HandOn(now);
    }

    /// <summary>This broker is the one of the service again; others may have given calls to hosts meanwhile.</summary>
    public void TakeOver(TimeSpan now)
    {
        if (!_isGivenAway)
            return;
        _isGivenAway = false;
        _began = now;
        if (_hosts.Values.All(host => host.IsDismissed))
            _hostless = now;
        _move.Clear();
        foreach (var call in _calls.Values.Where(call => call.IsMoving && !_move.IsUnderWay(call.Id)).ToArray())
            StayHere(call, now);
    }

    /// <summary>A broker is not there any more: if something was on its way to it, it may have taken it.</summary>
    public void Lose(Predicate<string> isBroker, TimeSpan now)
    {
        if (_move.Message is null || isBroker(_move.To))
            return;
        foreach (var kept in _move.End(out _))
            Refused(kept, isCertain: false, now);
        _move.NextAt = now;
        HandOn(now);
        Match(now);
    }

    // ---- from here ----

    /// <summary>The new broker has answered.</summary>
    public void Taken(KeptTaken answer, TimeSpan now)
    {
        if (_move.Message?.Number != answer.Number)
            return;
        var refused = answer.Refused.ToHashSet();
        var calls = _move.End(out var isCertain);
        foreach (var kept in calls)
        {
            if (refused.Contains(kept.CallId))
                Refused(kept, isCertain, now);
            else
                Took(kept, now);
        }

        _move.NextAt = refused.Count < calls.Count ? now : now + _terms.Look;
        HandOn(now);
        Match(now);
    }

    private void HandOn(TimeSpan now)
    {
        if (now < _move.NextAt)
            return;
        if (_move.Message is null && CanHandOn)
            Pack(now);
        if (_move.Message is not { } message)
            return;
        _move.Sent(now + _terms.ResendAfter);
        _effects.Add(new SendKept(_move.To, message));
        CallId[] stopped = [.. message.Calls.Select(kept => CallId.FromWire(kept.CallId)).Where(id => _calls.TryGetValue(id, out var call) && call.IsStopped)];
        if (stopped.Length > 0)
            _effects.Add(new PassCancel(_move.To, stopped));
    }

    private void Pack(TimeSpan now)
    {
        var message = new HandKept { Service = Service };
        var bytes = 0;
        for (var left = _move.QueuedCount; left > 0 && bytes < Batches.MaxBytes; left--)
        {
            var id = _move.Next();
            if (KeptCallOf(id, now) is { } kept && ((bytes += Batches.SizeOf(kept)) <= Batches.MaxBytes || message.Calls.Count == 0))
                message.Calls.Add(kept);
            else if (_kept.IsKnown(id))
                _move.Add(id);
        }

        if (message.Calls.Count > 0)
            _move.Begin(message, _home);
        else
            _move.NextAt = now + _terms.Look;
    }

    /// <summary>Null: not now.</summary>
    private KeptCall? KeptCallOf(CallId id, TimeSpan now)
    {
        var (state, reply) = _kept.Get(id);
        if (state is ReplyState.ReplyReady or ReplyState.ReplyExpired)
            return new KeptCall { CallId = id.ToWire(), Reply = reply, RemainingMs = WireTimes.Of(_kept.Remaining(id, now)) };
        if (!_calls.TryGetValue(id, out var call) || call.Call is null)
            return null; // it has ended, and its host is asked for the reply
        if (call.Host is { } host && call.Number >= host.Confirmed)
            return null; // it may have gone lost on its way to the host, of which this broker hears
        return new KeptCall { CallId = id.ToWire(), Call = DeskMessages.Remaining(call, now), Client = call.ClientName, IsWithHost = call.Host is not null };
    }

    private void Took(KeptCall kept, TimeSpan now)
    {
        var id = CallId.FromWire(kept.CallId);
        if (kept.Call is not null && _kept.Get(id).State == ReplyState.ReplyReady)
        {
            // It has ended here meanwhile.
            if (_isGivenAway)
                _move.Add(id);
            return;
        }

        if (_calls.TryGetValue(id, out var call))
            Remove(call, now);
        foreach (var host in _hosts.Values)
            host.Unheard.Remove(id);
        foreach (var asker in _kept.Forget(id))
            _effects.Add(new ShowReply(asker, ReplyState.ReplyNotReady, null)); // who asks again is told by the other one
    }

    private void Refused(KeptCall kept, bool isCertain, TimeSpan now)
    {
        var id = CallId.FromWire(kept.CallId);
        if (_isGivenAway)
            _move.Add(id);
        if (!_calls.TryGetValue(id, out var call))
            return;
        if (!isCertain)
            call.Doubt();
        if (call is { IsMoving: true, IsStopped: true })
            Fail(call, ErrorCodes.Cancelled, Cancelled, now);
        else if (call.IsMoving && !_isGivenAway)
            StayHere(call, now);
    }

    private void StayHere(CallRecord call, TimeSpan now)
    {
        call.IsMoving = false;
        Settle(call, now);
    }

    /// <summary>The call is here, whatever another broker says that was asked to take it.</summary>
    private void ComesBack(CallRecord call)
    {
        _move.Drop(call.Id);
        call.IsMoving = false;
    }

    // ---- to here ----

    /// <summary>The service's former broker hands over what it has.</summary>
    public KeptTaken TakeKept(HandKept handed, TimeSpan now)
    {
        _used = now;
        var answer = new KeptTaken { Service = Service, Number = handed.Number };
        answer.Refused.AddRange(handed.Calls.Where(kept => !Take(kept, CallId.FromWire(kept.CallId), now)).Select(kept => kept.CallId));
        Match(now);
        return answer;
    }

    private bool Take(KeptCall kept, CallId id, TimeSpan now)
    {
        if (_isGivenAway && !_kept.IsKnown(id))
            return false;
        if (kept.Call is not { } message)
            TakeEnded(id, kept.Reply, WireTimes.Span(kept.RemainingMs), now);
        else if (_calls.TryGetValue(id, out var known))
            return Joins(known, kept, message, now);
        else if (!_kept.IsKnown(id))
            return TakeUnended(new CallRecord(id, message, kept.Client, "", now), kept.IsWithHost, now);
        return true;
    }

    private void TakeEnded(CallId id, CallReply? reply, TimeSpan remaining, TimeSpan now)
    {
        if (_calls.TryGetValue(id, out var call) && call is { Host: null, IsKept: true })
            Remove(call, now);
        _move.Drop(id);
        foreach (var asker in _kept.Take(id, reply, remaining, now))
            _effects.Add(new ShowReply(asker, reply is null ? ReplyState.ReplyExpired : ReplyState.ReplyReady, reply));
        if (_isGivenAway)
            _move.Add(id);
    }

    /// <summary>It is here already: its host has registered, or its client has asked, or it went from here to there.</summary>
    private bool Joins(CallRecord known, KeptCall kept, ServiceCall message, TimeSpan now)
    {
        if (_isGivenAway)
            return true;
        if (kept.IsWithHost && known.Host is null)
            return false; // the one who hands it over hears from that host
        if (known.Call is { KeepMs: 0 })
        {
            // Two clients use one key for different things.
            TakeEnded(known.Id, Failure(known.Id, ErrorCodes.Invalid, "a call of this key is on its way that is not to be kept"), WireTimes.Span(message.KeepMs), now);
            return true;
        }

        if (known.Call is null)
        {
            known.Found(message);
            Declare(known);
            (known.ClientName, known.AskedAt) = (kept.Client, now);
        }

        known.IsDoubtful = message.Again; // who had it has not given it to anybody but that host
        _kept.Await(known.Id, WireTimes.Span(message.KeepMs));
        if (known.IsMoving)
        {
            ComesBack(known);
            Settle(known, now);
        }

        return true;
    }

    private bool TakeUnended(CallRecord call, bool isWithHost, TimeSpan now)
    {
        HostSeat? host = null;
        var hasEnded = _ended.TryGet(call.Id, out var ended) && _hosts.TryGetValue(ended.Host, out host);
        // What is with a host is taken once that has registered. The others were accepted, so more of them may wait than of those that may still be refused.
        if (!hasEnded && (isWithHost || !HasRoomFor(call, times: 2) || AsksTooMuch(call)))
            return false;
        Declare(call);
        _ended.Forget(call.Id);
        _kept.Await(call.Id, WireTimes.Span(call.Call!.KeepMs));
        if (hasEnded)
        {
            host!.Unheard[call.Id] = call;
            AskForReply(host, call);
            return true;
        }

        _calls.Add(call.Id, call);
        Count(call, +1);
        Settle(call, now);
        return true;
    }
}
