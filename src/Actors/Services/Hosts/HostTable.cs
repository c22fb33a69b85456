namespace Actors.Services.Hosts;

/// <summary>
/// What a host holds, for which broker, and what it owes whom: a report to brokers, a reply to clients. It knows no actor, thread or clock; the host's actor tells it what
/// has come and carries out what it wants.
/// </summary>
internal sealed class HostTable
{
    private readonly string _host;
    private readonly string _service;
    private readonly HostTerms _terms;
    private readonly Prefetch _prefetch;
    private readonly ReplyMemory _replies;
    private readonly Dictionary<CallId, HeldCall> _held = [];
    private readonly Queue<HeldCall> _waiting = new(); // oldest first; those that have begun fall out when they come to its head
    private readonly List<BrokerChannel> _channels = [];
    private List<HostEffect> _effects = [];
    private long _registration;
    private TimeSpan _nextWish = TimeSpan.MinValue;
    private TimeSpan _nextLook = TimeSpan.MinValue;
    private bool _isLeaving;
    private bool _hasSaidEmpty;

    public HostTable(string host, string service, HostTerms terms)
    {
        (_host, _service, _terms) = (host, service, terms);
        _prefetch = new Prefetch(terms);
        _replies = new ReplyMemory(terms.ReplyBytesKept, terms.RepliesKept);
    }

    public int HeldCount => _held.Count;

    /// <summary>Whether a broker has taken this host up.</summary>
    public bool IsRegistered => Current is not null;

    private BrokerChannel? Current => _channels.Find(channel => !channel.IsClosing);

    public IReadOnlyList<HostEffect> TakeEffects()
    {
        var effects = _effects;
        _effects = [];
        return effects;
    }

    public void Accepted(HostAccepted message, TimeSpan now)
    {
        if (Find(message.Registration) is { } known)
        {
            known.LastHeard = now;
            return;
        }

        if (message.Registration != _registration)
            return; // to a wish before the last one

        foreach (var channel in _channels)
            channel.IsClosing = true;
        var made = new BrokerChannel(message.Broker, message.Registration, TimeSpan.FromMilliseconds(message.LeaseMs), now);
        _channels.Add(made);
        // It was told of all that is held, and counts on hearing its end.
        foreach (var call in _held.Values)
            made.Held.Add(call.Id);
        Report(made, isFull: true, now);
    }

    public void Dismissed(HostDismissed message, TimeSpan now)
    {
        if (Find(message.Registration) is { } channel)
            Close(channel);
        if (Current is null)
            Wish(now);
    }

    public void Came(RunBatch batch, TimeSpan now)
    {
        if (Find(batch.Registration) is not { } from)
            return;
        from.LastHeard = now;
        if (batch.First > from.Next)
            return; // one before it went lost, and both will be sent again
        for (var i = (int)(from.Next - batch.First); i < batch.Runs.Count; i++)
        {
            from.Next++;
            Take(batch.Runs[i], batch.Clients, from, now);
        }
    }

    /// <summary>A method has ended, or a stream of it.</summary>
    /// <param name="call">Which.</param>
    /// <param name="reply">Null: the client has been told.</param>
    /// <param name="took">How long it ran; null when that says nothing, as its reader set the pace.</param>
    /// <param name="now">The time.</param>
    public void Ended(HeldCall call, CallReply? reply, TimeSpan? took, TimeSpan now)
    {
        if (took is { } time)
            _prefetch.Took(time);
        Answer(call, reply, now);
        End(call, reply?.Failure is not null, isReturned: false, now);
    }

    /// <summary>The client is told something before the method has ended, as that the values come by a link.</summary>
    public void Answer(HeldCall call, CallReply? reply, TimeSpan now)
    {
        if (reply is null || call.IsAnswered)
            return;
        call.IsAnswered = true;
        _replies.Add(call.Id, reply, now);
        _effects.Add(new ReplyTo(call.Client, reply));
    }

    public void Stop(IEnumerable<CallId> calls, TimeSpan now)
    {
        foreach (var id in calls)
        {
            if (!_held.TryGetValue(id, out var call))
                continue;
            if (!call.TryTakeBack())
            {
                call.Cancel();
                continue;
            }

            Answer(call, Failure(call, ErrorCodes.Cancelled, "the call was cancelled before it began"), now);
            End(call, hasFailed: true, isReturned: false, now);
        }
    }

    public void Repeat(CallId id, string client)
    {
        if (_held.TryGetValue(id, out var call) && !call.IsAnswered)
        {
            call.Client = client;
            return;
        }

        var reply = _replies.Find(id) ?? new CallReply
        {
            CallId = id.ToWire(),
            Failure = new CallFailure { Code = ErrorCodes.Lost, Message = "the call has ended, and its reply is no longer kept" },
        };
        _effects.Add(new ReplyTo(client, reply));
    }

    /// <summary>Nothing new is taken; what waits goes back, what runs may end.</summary>
    public void Leave(TimeSpan now)
    {
        _isLeaving = true;
        GiveBack(now);
        foreach (var channel in _channels)
            Report(channel, isFull: true, now);
        SayIfEmpty();
    }

    /// <summary>To be called every few milliseconds while something has ended that was not reported, else a few times a second.</summary>
    public void Tick(TimeSpan now)
    {
        foreach (var channel in _channels.Where(channel => now - channel.LastHeard > channel.Lease).ToArray())
            Close(channel);
        if (Current is null && !_isLeaving)
            Wish(now);
        if (now >= _nextLook)
        {
            _nextLook = now + _terms.GiveBackAfter;
            LookAtTimes(now);
        }

        foreach (var channel in _channels.ToArray())
        {
            if (now - channel.LastReport >= _terms.ReportEvery)
                Report(channel, isFull: true, now);
            else if (channel.Ended.Count > 0)
                Report(channel, isFull: false, now);
        }
    }

    /// <summary>Reports that cannot wait for the next tick: a broker may have no credit left.</summary>
    public void ReportIfUrgent(TimeSpan now)
    {
        foreach (var channel in _channels)
        {
            if (channel.Ended.Count * 2 > _prefetch.Window - _terms.Slots)
                Report(channel, isFull: false, now);
        }
    }

    public bool HasUnreported => _channels.Exists(channel => channel.Ended.Count > 0);

    private static CallReply Failure(HeldCall call, string code, string message) =>
        new() { CallId = call.Call.CallId, Failure = new CallFailure { Code = code, Message = message } };

    private BrokerChannel? Find(long registration) => _channels.Find(channel => channel.Registration == registration);

    private void Take(RunCall run, IReadOnlyList<string> clients, BrokerChannel from, TimeSpan now)
    {
        var id = CallId.FromWire(run.Call.CallId);
        from.Held.Add(id);
        if (_held.ContainsKey(id))
            return; // another broker gave it before; its one end is reported to both
        var call = new HeldCall(id, run.Call, clients[run.Client], now);
        _held.Add(id, call);
        if (_isLeaving && call.TryTakeBack())
        {
            End(call, hasFailed: false, isReturned: true, now);
            return;
        }

        _waiting.Enqueue(call);
        _effects.Add(new RunHeld(call));
    }

    private void LookAtTimes(TimeSpan now)
    {
        foreach (var call in _held.Values.Where(call => call.Deadline <= now && !call.IsAnswered).ToArray())
        {
            var hasBegun = !call.TryTakeBack();
            Answer(call, Failure(call, ErrorCodes.Timeout, hasBegun ? "the method did not end before the call's deadline" : "the call's deadline passed before it began"), now);
            if (!hasBegun)
                End(call, hasFailed: true, isReturned: false, now);
        }

        while (_waiting.TryPeek(out var oldest) && !oldest.IsWaiting)
            _waiting.Dequeue();
        if (_waiting.TryPeek(out var first) && now - first.Arrived > _terms.GiveBackAfter)
        {
            // Calls take longer than they did: another host may be free for these.
            _prefetch.Forget();
            GiveBack(now);
        }
    }

    private void GiveBack(TimeSpan now)
    {
        while (_waiting.TryDequeue(out var call))
        {
            if (call.TryTakeBack())
                End(call, hasFailed: false, isReturned: true, now);
        }
    }

    private void End(HeldCall call, bool hasFailed, bool isReturned, TimeSpan now)
    {
        _held.Remove(call.Id);
        foreach (var channel in _channels)
        {
            if (channel.Held.Remove(call.Id))
                channel.Ended.Add(new EndedRun { CallId = call.Call.CallId, HasFailed = hasFailed, IsReturned = isReturned });
        }

        SayIfEmpty();
    }

    private void SayIfEmpty()
    {
        if (!_isLeaving || _held.Count > 0 || _hasSaidEmpty)
            return;
        _hasSaidEmpty = true;
        foreach (var channel in _channels)
            channel.LastReport = TimeSpan.MinValue;
        _effects.Add(new HostIsEmpty());
    }

    private void Close(BrokerChannel channel)
    {
        channel.IsClosing = true;
        if (channel.Held.Count == 0)
            _channels.Remove(channel);
    }

    private void Wish(TimeSpan now)
    {
        if (now < _nextWish || _isLeaving)
            return;
        _nextWish = now + _terms.ReportEvery;
        _effects.Add(new AskToRegister(++_registration, [.. _held.Keys]));
    }

    private void Report(BrokerChannel channel, bool isFull, TimeSpan now)
    {
        var report = new HostReport
        {
            Host = _host,
            Service = _service,
            Broker = channel.Broker,
            Registration = channel.Registration,
            Next = channel.Next,
            Window = channel.IsClosing ? 0 : _prefetch.Window,
            IsFull = isFull,
            IsLeaving = _isLeaving || channel.IsClosing,
            Ended = { channel.Ended },
        };
        channel.Ended.Clear();
        if (isFull)
        {
            report.Held.AddRange(channel.Held.Select(id => id.ToWire()));
            channel.LastReport = now;
        }

        _effects.Add(new ReportTo(report));
        if (channel.IsClosing && channel.Held.Count == 0)
            _channels.Remove(channel);
    }
}
