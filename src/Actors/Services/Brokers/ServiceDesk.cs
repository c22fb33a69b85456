using Actors.Dispatch;

namespace Actors.Services.Brokers;

/// <summary>
/// One service at its broker: which calls wait, which host holds which, what is kept. It knows no actor, clock or network; the broker tells it what has
/// come and carries out what it wants.
/// </summary>
/// <remarks>
/// A call whose method is at most once is given to one host and never again: when that host is lost, or when nobody can tell any more whether it ran, its client
/// hears <see cref="ErrorCodes.Lost"/>. All others are given to another host then. A reply goes from the host straight to the client; the broker hears of the end with the host's
/// next report.
/// </remarks>
internal sealed partial class ServiceDesk
{
    private readonly DeskTerms _terms;
    private readonly TimeSpan _began;
    private readonly Matcher<CallRecord> _matcher = new();
    private readonly CallLimits _limits = new();
    private readonly Dictionary<CallId, CallRecord> _calls = [];
    private readonly Dictionary<string, HostSeat> _hosts = [];
    private readonly EndedCalls _ended;
    private readonly KeptReplies _kept;
    private readonly TimerQueue<CallRecord> _unsettled = new();
    private readonly TimerQueue<(CallId Call, ReplyAsker Asker)> _askers = new();
    private readonly Dictionary<CallId, string> _unheard = []; // kept calls that have ended, by the host whose reply has not come
    private readonly HashSet<string> _repeatable = new(StringComparer.OrdinalIgnoreCase);
    private List<DeskEffect> _effects = [];
    private long _queuedBytes;
    private TimeSpan _hostless;

    public ServiceDesk(string service, DeskTerms terms, TimeSpan now)
    {
        Service = service;
        _terms = terms;
        _began = _hostless = now;
        _ended = new EndedCalls(terms.EndedRemembered);
        _kept = new KeptReplies(terms.MaxKeptBytes, terms.ExpiredRemembered);
    }

    public string Service { get; }

    public ServiceShape Shape { get; private set; } = new();

    public IReadOnlyCollection<HostSeat> Hosts => _hosts.Values;

    public bool HasHost(string id) => _hosts.ContainsKey(id);

    /// <summary>Null: it is not registered.</summary>
    public long? RegistrationOf(string host) => _hosts.TryGetValue(host, out var seat) ? seat.Registration : null;

    public int HeldCount => _hosts.Values.Sum(host => host.Held.Count);

    public int QueuedCount => _calls.Count - HeldCount;

    public long CompletedCount { get; private set; }

    public long FailedCount { get; private set; }

    /// <summary>When to call <see cref="Tick"/> next, at the latest.</summary>
    public TimeSpan NextDue(TimeSpan now)
    {
        var due = now + (_calls.Count + _hosts.Count > 0 ? _terms.Look : _terms.Lease);
        foreach (var next in (ReadOnlySpan<TimeSpan?>)[_limits.NextRefill, _unsettled.NextDue, _askers.NextDue])
        {
            if (next < due)
                due = next.Value;
        }

        return due;
    }

    /// <summary>Nobody would miss it.</summary>
    public bool IsIdle => _calls.Count == 0 && _hosts.Count == 0 && _kept.IsEmpty && _ended.Count == 0;

    /// <summary>What was wanted since the last call.</summary>
    public IReadOnlyList<DeskEffect> TakeEffects()
    {
        var effects = _effects;
        _effects = [];
        return effects;
    }

    // ---- clients ----

    public void Arrive(string clientName, string client, IEnumerable<ServiceCall> calls, TimeSpan now)
    {
        foreach (var call in calls)
            Arrive(clientName, client, call, now);
        Match(now);
    }

    /// <summary>Which of these are here? Replies to those that have ended are sent again.</summary>
    public void Check(string client, IEnumerable<CallId> calls)
    {
        var known = new List<CallId>();
        foreach (var id in calls)
        {
            if (_calls.TryGetValue(id, out var call))
                call.Client = client;
            else if (!TryRepeat(id, client))
                continue;
            known.Add(id);
        }

        if (known.Count > 0)
            _effects.Add(new SendKnown(client, known));
    }

    /// <summary>Nobody waits for them any more.</summary>
    public void Cancel(IEnumerable<CallId> calls, TimeSpan now)
    {
        foreach (var id in calls)
        {
            if (!_calls.TryGetValue(id, out var call))
                continue;
            if (call.Host is { } host)
                _effects.Add(new SendStop(host.Id, id));
            else
                Fail(call, ErrorCodes.Cancelled, "the call was cancelled", now);
        }

        Match(now);
    }

    /// <param name="id">A call whose reply is kept.</param>
    /// <param name="asker">Who wants it.</param>
    /// <param name="wait">How long it waits for one that is not there yet.</param>
    /// <param name="now">The time.</param>
    public void Show(CallId id, ReplyAsker asker, TimeSpan wait, TimeSpan now)
    {
        var (state, reply) = _kept.Get(id);
        if (state == ReplyState.ReplyNotReady && wait > TimeSpan.Zero)
        {
            _kept.Ask(id, asker);
            _askers.Add((id, asker), now + wait);
        }
        else
        {
            _effects.Add(new ShowReply(asker, state, reply));
        }
    }

    /// <summary>A host sends what this broker is to keep.</summary>
    public void Keep(CallReply reply, TimeSpan now)
    {
        var id = CallId.FromWire(reply.CallId);
        _unheard.Remove(id);
        foreach (var asker in _kept.Put(id, reply, now))
            _effects.Add(new ShowReply(asker, ReplyState.ReplyReady, reply));
    }

    // ---- time ----

    public void Tick(TimeSpan now)
    {
        foreach (var host in _hosts.Values.Where(host => now - host.LastHeard > _terms.Lease).ToArray())
        {
            Lose(host, $"host {host.Id} has not been heard of for {_terms.Lease.TotalSeconds:0.#} s", now);
            _effects.Add(new SendDismissed(host.Id, host.Registration));
        }

        while (_unsettled.TryTakeDue(now, out var call))
        {
            if (IsWaiting(call))
                Enqueue(call, now);
        }

        if (_hosts.Count == 0 && now - _hostless > _terms.HostPatience)
        {
            var (code, message) = Shape.Methods.Count > 0
                ? (ErrorCodes.Unavailable, $"no host of service {Service} is left")
                : (ErrorCodes.NoSuchService, $"nobody serves {Service}");
            foreach (var call in _calls.Values.Where(call => now - call.Arrived > _terms.HostPatience).ToArray())
                Fail(call, code, message, now);
        }

        while (_askers.TryTakeDue(now, out var waited))
        {
            if (_kept.StopAsking(waited.Call, waited.Asker))
                _effects.Add(new ShowReply(waited.Asker, ReplyState.ReplyNotReady, null));
        }

        _kept.Tick(now);
        Match(now);
    }

    /// <summary>Another broker takes the service over: what waits is given back to its clients, who send it there; what runs ends here.</summary>
    public void GiveAway(TimeSpan now)
    {
        foreach (var call in _calls.Values.Where(call => call.Host is null).ToArray())
            Fail(call, ErrorCodes.Moved, $"service {Service} has moved to another broker", now);
        foreach (var host in _hosts.Values)
        {
            host.IsLeaving = true;
            _matcher.SetWorker(host.Id, LabelSet.Empty, 0, host.Held.Count);
            _effects.Add(new SendDismissed(host.Id, host.Registration));
        }
    }

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    private static CallReply Failure(CallId id, string code, string message) =>
        new() { CallId = id.ToWire(), Failure = new CallFailure { Code = code, Message = message } };

    private bool IsWaiting(CallRecord call) => call.Host is null && _calls.TryGetValue(call.Id, out var current) && current == call;

    private bool IsRepeatable(string method) => _repeatable.Contains(method);

    private void Arrive(string clientName, string client, ServiceCall message, TimeSpan now)
    {
        var id = CallId.FromWire(message.CallId);
        if (_calls.TryGetValue(id, out var known))
        {
            known.Client = client;
            if (known.IsKept)
                Reply(client, new CallReply { CallId = message.CallId, Accepted = true });
            return;
        }

        if (message.KeepMs > 0 && _kept.IsKnown(id))
        {
            Reply(client, new CallReply { CallId = message.CallId, Accepted = true });
            return;
        }

        if (TryRepeat(id, client))
            return;
        var call = new CallRecord(id, message, clientName, client, now);
        if (QueuedCount >= _terms.MaxQueued || _queuedBytes + call.SizeBytes > _terms.MaxQueuedBytes)
        {
            Reply(client, Failure(id, ErrorCodes.Overloaded, $"{QueuedCount} calls of {_queuedBytes} bytes wait for service {Service}; at most {_terms.MaxQueued} and {_terms.MaxQueuedBytes} may"));
            return;
        }

        _calls.Add(id, call);
        _queuedBytes += call.SizeBytes;
        if (call.IsKept)
        {
            _kept.Await(id, TimeSpan.FromMilliseconds(message.KeepMs));
            Reply(client, new CallReply { CallId = message.CallId, Accepted = true });
        }

        // A host may hold it and not have registered here yet.
        if (message.Again && now < _began + _terms.Lease)
            _unsettled.Add(call, _began + _terms.Lease);
        else
            Enqueue(call, now);
    }

    private bool TryRepeat(CallId id, string client)
    {
        if (!_ended.TryGet(id, out var host))
            return false;
        if (_hosts.ContainsKey(host))
            _effects.Add(new SendRepeat(host, id, client));
        else
            Reply(client, Failure(id, ErrorCodes.Lost, $"the call has ended, and its reply was lost with host {host}"));
        return true;
    }

    private void Enqueue(CallRecord call, TimeSpan now)
    {
        if (_limits.HasLimits && !call.IsAdmitted)
            _limits.Add(call, now);
        else
            call.Ticket = _matcher.Add(call, LabelSet.Empty, call.Call!.Priority, call.ClientName);
    }

    private void Match(TimeSpan now)
    {
        bool isOneOver;
        do
        {
            isOneOver = false;
            while (_limits.TryTake(now, out var admitted))
                admitted.Ticket = _matcher.Add(admitted, LabelSet.Empty, admitted.Call!.Priority, admitted.ClientName);
            while (_matcher.TryMatch(out var call, out var host))
            {
                call.Ticket = null;
                isOneOver |= !TryGive(call, _hosts[host], now);
            }
        }
        while (isOneOver && _limits.HasLimits);
    }

    private bool TryGive(CallRecord call, HostSeat host, TimeSpan now)
    {
        if (call.Deadline <= now || (call.Call!.Again && !IsRepeatable(call.Call.Method)))
        {
            _matcher.Free(host.Id);
            if (call.Deadline <= now)
                Fail(call, ErrorCodes.Timeout, "no host was free before the call's deadline", now);
            else
                Fail(call, ErrorCodes.Lost, "the broker that had the call is gone: it may have run, and may not run twice", now);
            return false;
        }

        call.Host = host;
        host.Held.Add(call.Id, call);
        _queuedBytes -= call.SizeBytes;
        var number = host.NextNumber++;
        host.Unconfirmed.Enqueue(new SentRun(number, call, now));
        _effects.Add(new SendRun(host.Id, host.Registration, number, call));
        return true;
    }

    /// <summary>Ends a call that did not run, or of which nobody knows.</summary>
    private void Fail(CallRecord call, string code, string message, TimeSpan now)
    {
        Remove(call, now);
        if (!IsSame(code, ErrorCodes.Moved))
            FailedCount++;
        var reply = Failure(call.Id, code, message);
        if (!call.IsKept)
            Reply(call.Client, reply);
        else if (IsSame(code, ErrorCodes.Moved))
            _kept.Forget(call.Id);
        else
            Keep(reply, now);
    }

    private void Remove(CallRecord call, TimeSpan now)
    {
        _calls.Remove(call.Id);
        if (call.Host is { } host)
        {
            host.Held.Remove(call.Id);
            _matcher.Free(host.Id);
            call.Host = null;
        }
        else
        {
            _queuedBytes -= call.SizeBytes;
            if (call.Ticket is { } ticket)
                _matcher.Remove(ticket);
            else
                _limits.Remove(call);
            call.Ticket = null;
        }

        _limits.Leave(call, now);
    }

    private void Reply(string client, CallReply reply) => _effects.Add(new SendReply(client, reply));
}
