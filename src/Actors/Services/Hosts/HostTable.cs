using Actors.Services.Internal;

namespace Actors.Services.Hosts;

/// <summary>
/// What a host holds, for which broker, and what it owes whom: a report to brokers, a reply to clients. It knows no actor, thread or clock; the host's actor tells it what
/// has come and carries out what it wants.
/// </summary>
internal sealed partial class HostTable
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
    private int _wishes; // since the last that was answered
    private TimeSpan _nextWish = TimeSpan.MinValue;
    private TimeSpan _nextLook = TimeSpan.MinValue;
    private bool _isLeaving;
    private bool _hasSaidEmpty;

    public HostTable(string host, string service, HostTerms terms)
    {
        (_host, _service, _terms) = (host, service, terms);
        _prefetch = new Prefetch(terms);
        _replies = new ReplyMemory(terms.ReplyBytesKept, terms.RepliesKept);
        _large = new LargeReplies(terms.MaxLargeBytes, terms.RepliesKept);
    }

    public int HeldCount => _held.Count;

    /// <summary>Whether a broker has taken this host up.</summary>
    public bool IsRegistered => Current is not null;

    /// <summary>Brokers to which it still owes something, the present one included.</summary>
    public int ChannelCount => _channels.Count;

    public bool HasUnreported => _channels.Exists(channel => channel.Ended.Count > 0);

    private BrokerChannel? Current => _channels.Find(channel => !channel.IsClosing);

    public IReadOnlyList<HostEffect> TakeEffects()
    {
        if (_effects.Count == 0)
            return [];
        var effects = _effects;
        _effects = [];
        return effects;
    }

    // ---- runs ----

    public void Came(RunBatch batch, TimeSpan now)
    {
        if (Find(batch.Registration) is not { } from || batch.First < 0 || !AreWhole(batch))
            return;
        from.LastHeard = now;
        if (batch.First > from.Next)
            return; // one before it went lost, and both will be sent again
        for (var i = (int)Math.Min(from.Next - batch.First, batch.Runs.Count); i < batch.Runs.Count; i++)
        {
            Take(batch.Runs[i], batch.Clients, from, now);
            from.Next++;
        }

        TryEnd();
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
        End(call, reply?.Failure is not null, isReturned: false);
        TryEnd();
    }

    /// <summary>The client is told something before the method has ended, as that the values come by a link.</summary>
    public void Answer(HeldCall call, CallReply? reply, TimeSpan now)
    {
        if (reply is null || call.IsAnswered)
            return;
        call.IsAnswered = true;
        if (reply.OutcomeCase == CallReply.OutcomeOneofCase.Stream)
            call.Deadline = TimeSpan.MaxValue; // from now on its reader's pace counts
        Remember(call.Id, reply, now);
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
            End(call, hasFailed: true, isReturned: false);
        }

        TryEnd();
    }

    /// <summary>Another host is free for these: those that have not begun go back, and never begin here.</summary>
    public void Return(long registration, long number, IEnumerable<CallId> calls, TimeSpan now)
    {
        if (Find(registration) is not { IsClosing: false } broker)
            return; // what its new broker has not asked for is better run here
        broker.Answered = Math.Max(broker.Answered, number);
        var before = broker.Returned.Count;
        // The oldest are to be reported first.
        foreach (var call in calls.Select(id => _held.GetValueOrDefault(id)).OfType<HeldCall>().OrderBy(call => broker.Held.GetValueOrDefault(call.Id)))
        {
            if (call.From == broker && call.TryTakeBack())
                End(call, hasFailed: false, isReturned: true);
        }

        if (broker.Returned.Count > before)
            _prefetch.Forget(); // calls take longer than they did
        Report(broker, isFull: false, now);
        TryEnd();
    }

    /// <summary>Several wait for the call.</summary>
    /// <param name="id">Which.</param>
    /// <param name="client">Who gets its reply first.</param>
    /// <param name="remainingMs">How long the last of them waits; 0: for ever.</param>
    /// <param name="now">The time.</param>
    public void Prolong(CallId id, string client, long remainingMs, TimeSpan now)
    {
        if (!_held.TryGetValue(id, out var call) || call.IsAnswered)
            return;
        call.Client = client;
        var deadline = remainingMs > 0 ? now + WireTimes.Span(remainingMs) : TimeSpan.MaxValue;
        if (deadline > call.Deadline)
            call.Deadline = deadline;
    }

    /// <param name="id">A call that has ended here, or will.</param>
    /// <param name="client">Who waits for its reply.</param>
    /// <param name="isRepeatable">It may run again when its reply is forgotten.</param>
    public void Repeat(CallId id, string client, bool isRepeatable)
    {
        if (_held.TryGetValue(id, out var call) && !call.IsAnswered)
        {
            call.Client = client;
            return;
        }

        var reply = Find(id);
        if (call is null && reply is { OutcomeCase: CallReply.OutcomeOneofCase.Stream })
            reply = null; // its values came by a link, which has ended: there is nothing to read there
        _effects.Add(new ReplyTo(client, reply ?? new CallReply
        {
            CallId = id.ToWire(),
            Failure = new CallFailure { Code = isRepeatable ? ErrorCodes.Forgotten : ErrorCodes.Lost, Message = "the call has ended, and its reply is no longer kept" },
        }));
    }

    /// <summary>Nobody hears of the ends of calls any more: those that have begun are told to stop, the others do not begin.</summary>
    public void Abandon()
    {
        foreach (var call in _held.Values)
        {
            if (!call.TryTakeBack())
                call.Cancel();
        }
    }

    // ---- time ----

    /// <summary>To be called every few milliseconds while something has ended that was not reported, else a few times a second.</summary>
    public void Tick(TimeSpan now)
    {
        foreach (var channel in _channels.Where(channel => now - channel.LastHeard > channel.Lease).ToArray())
            Silent(channel);
        if (Current is null)
            Wish(now);
        if (now >= _nextLook)
        {
            _nextLook = now + _terms.GiveBackAfter;
            LookAtTimes(now);
        }

        foreach (var channel in _channels)
        {
            if (now >= channel.NextFull)
                Report(channel, isFull: true, now);
            else if (channel.Ended.Count > 0)
                Report(channel, isFull: false, now);
        }

        TryEnd();
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

    private static bool AreWhole(RunBatch batch)
    {
        foreach (var run in batch.Runs)
        {
            if (run.Call is not { } call || !WireIds.IsId(call.CallId) || run.Client < 0 || run.Client >= batch.Clients.Count)
                return false;
        }

        return true;
    }

    private static CallReply Failure(HeldCall call, string code, string message) =>
        new() { CallId = call.Call.CallId, Failure = new CallFailure { Code = code, Message = message } };

    private void Take(RunCall run, IReadOnlyList<string> clients, BrokerChannel from, TimeSpan now)
    {
        var id = CallId.FromWire(run.Call.CallId);
        from.Held[id] = from.Next;
        if (_held.ContainsKey(id))
            return; // another broker gave it before; its one end is reported to both
        var call = new HeldCall(id, run.Call, clients[run.Client], run.Limits, from, now);
        _held.Add(id, call);
        if (Find(id) is { OutcomeCase: not CallReply.OutcomeOneofCase.Stream } reply && call.TryTakeBack())
        {
            // It has run here already, for a broker that is gone or for a client that has not got the reply.
            Answer(call, reply, now);
            End(call, reply.Failure is not null, isReturned: false);
        }
        else if (_isLeaving && call.TryTakeBack())
        {
            End(call, hasFailed: false, isReturned: true);
        }
        else if (call.IsFetching)
        {
            Fetch(call, now);
        }
        else
        {
            _waiting.Enqueue(call);
            _effects.Add(new RunHeld(call));
        }
    }

    private void LookAtTimes(TimeSpan now)
    {
        _large.Tick(now);
        foreach (var call in _held.Values)
        {
            if (call.Deadline > now || call.IsOverdue)
                continue;
            call.IsOverdue = true;
            var hasBegun = !call.TryTakeBack();
            Answer(call, Failure(call, ErrorCodes.Timeout, hasBegun ? "the method did not end before the call's deadline" : "the call's deadline passed before it began"), now);
            if (hasBegun)
                call.Cancel();
            else
                End(call, hasFailed: true, isReturned: false);
        }

        while (_waiting.TryPeek(out var oldest) && !oldest.IsWaiting)
            _waiting.Dequeue();
        if (_waiting.TryPeek(out var first) && now - first.Arrived > _terms.GiveBackAfter)
        {
            // Calls take longer than they did: another host may be free for these.
            _prefetch.Forget();
            GiveBack();
        }
    }

    // To the broker that gave them, if it still is the service's: what nobody takes back is better run here.
    private void GiveBack()
    {
        for (var left = _waiting.Count; left > 0; left--)
        {
            var call = _waiting.Dequeue();
            if (!CanGiveBack(call))
            {
                if (call.IsWaiting)
                    _waiting.Enqueue(call);
            }
            else if (call.TryTakeBack())
            {
                End(call, hasFailed: false, isReturned: true);
            }
        }
    }

    private bool CanGiveBack(HeldCall call) => _channels.Contains(call.From) && (!call.From.IsClosing || _isLeaving);

    private void End(HeldCall call, bool hasFailed, bool isReturned, bool isUnfetched = false)
    {
        _held.Remove(call.Id);
        if (call.LargeBytes > 0)
            _effects.Add(new DropFor(call));
        foreach (var channel in _channels)
        {
            if (!channel.Held.Remove(call.Id, out var number))
                continue;
            var ended = new EndedRun { CallId = call.Call.CallId, HasFailed = hasFailed, IsReturned = isReturned, Number = number, IsUnfetched = isUnfetched };
            channel.Ended.Add(ended);
            if (isReturned)
                channel.Returned.Add(ended);
            if (channel.Held.Count == 0 && (_isLeaving || channel.IsClosing))
                channel.NextFull = TimeSpan.MinValue; // the sooner it may go
        }
    }
}
