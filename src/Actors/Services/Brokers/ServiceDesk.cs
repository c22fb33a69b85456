using Actors.Dispatch;

namespace Actors.Services.Brokers;

/// <summary>
/// One service at its broker: which calls wait, which host holds which, what is kept. It knows no actor, clock or network; the broker tells it what has
/// come and carries out what it wants.
/// </summary>
/// <remarks>
/// A call whose method is at most once is given to one host and, unless that host gives it back unbegun, never again: when that host is lost, or when nobody can tell any more whether it
/// ran, its client hears <see cref="ErrorCodes.Lost"/>. All others are given to another host then. A reply goes from the host straight to the client; the broker hears of the end with the
/// host's next report.
/// </remarks>
internal sealed partial class ServiceDesk
{
    private const string Cancelled = "the call was cancelled";

    private readonly DeskTerms _terms;
    private readonly Matcher<CallRecord> _matcher = new();
    private readonly CallLimits _limits = new();
    private readonly Dictionary<CallId, CallRecord> _calls = [];
    private readonly Dictionary<string, HostSeat> _hosts = [];
    private readonly EndedCalls _ended;
    private readonly KeptReplies _kept;
    private readonly TimerQueue<CallRecord> _unsettled = new();
    private readonly TimerQueue<(CallId Call, ReplyAsker Asker)> _askers = new();
    private LimitRules _rules = new(new ServiceShape());
    private List<DeskEffect> _effects = [];
    private long _queuedBytes;
    private TimeSpan _began;
    private TimeSpan _hostless;
    private TimeSpan _ticked;
    private TimeSpan _used;
    private TimeSpan _nextLook = TimeSpan.MinValue;
    private bool _isGivenAway;

    public ServiceDesk(string service, DeskTerms terms, TimeSpan now)
    {
        Service = service;
        _terms = terms;
        _began = _hostless = _ticked = _used = now;
        _ended = new EndedCalls(terms.EndedRemembered);
        _kept = new KeptReplies(terms.MaxKeptBytes, terms.ExpiredRemembered, terms.EndedRemembered);
    }

    public string Service { get; }

    public ServiceShape Shape { get; private set; } = new();

    public IReadOnlyCollection<HostSeat> Hosts => _hosts.Values;

    /// <summary>Those that wait or run.</summary>
    public IReadOnlyCollection<CallRecord> Calls => _calls.Values;

    /// <summary>How much it remembers.</summary>
    public DeskBooks Books => new(_limits.WaitingCount, _limits.LaneCount, _limits.GateCount, _asked.Count, _kept.Count, _kept.Traces, _ended.Count, _unsettled.Count + _askers.Count + _move.Count);

    public bool HasHost(string id) => _hosts.ContainsKey(id);

    /// <summary>Null: it is not registered.</summary>
    public long? RegistrationOf(string host) => _hosts.TryGetValue(host, out var seat) ? seat.Registration : null;

    public int HeldCount => _calls.Count - QueuedCount;

    /// <summary>Those that wait for a host.</summary>
    public int QueuedCount { get; private set; }

    public long CompletedCount { get; private set; }

    public long FailedCount { get; private set; }

    /// <summary>When to call <see cref="Tick"/> next, at the latest.</summary>
    public TimeSpan NextDue(TimeSpan now)
    {
        var due = now + (_calls.Count + _hosts.Count > 0 ? _terms.Look : _terms.Lease);
        foreach (var next in (ReadOnlySpan<TimeSpan?>)[_limits.NextRefill, _unsettled.NextDue, _askers.NextDue, _levelAt, NextHandOn, QueuedCount > 0 && _nextLook > now ? _nextLook : null])
        {
            if (next < due)
                due = next.Value;
        }

        return due;
    }

    /// <summary>
    /// Somebody serves it or calls it, or did not long ago. What is not in use is not listed, though what was kept of it is still there for its time.
    /// </summary>
    public bool IsInUse(TimeSpan now) => _calls.Count > 0 || _hosts.Count > 0 || now - _used < _terms.ForgetAfter;

    /// <summary>Nobody would miss it: what it remembers of calls that have ended is of use only while their hosts are there.</summary>
    public bool IsIdle(TimeSpan now) =>
        _calls.Count == 0 && _hosts.Count + _registering.Count == 0 && now > _expectsUntil && _kept.IsEmpty && (_ended.Count == 0 || now - _hostless > _terms.ExpiredRemembered);

    /// <summary>What was wanted since the last call.</summary>
    public IReadOnlyList<DeskEffect> TakeEffects()
    {
        if (_effects.Count == 0)
            return [];
        var effects = _effects;
        _effects = [];
        return effects;
    }

    // ---- kept replies ----

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
    public void Keep(CallReply reply, TimeSpan now) => Keep(CallId.FromWire(reply.CallId), reply, now);

    /// <summary>Whether this broker keeps the reply to the call, or waits for it, or remembers that it had it.</summary>
    public bool Keeps(CallId id) => _kept.IsKnown(id);

    // ---- time ----

    public void Tick(TimeSpan now)
    {
        if (_calls.Count + _hosts.Count > 0)
            _used = now;
        LookAtHosts(now);
        while (_unsettled.TryTakeDue(now, out var call))
        {
            if (call is { Host: null, Ticket: null, IsMoving: false } && IsHere(call))
                Enqueue(call, now);
        }

        // All that waits is looked at, and ticks may come every millisecond.
        if (QueuedCount > 0 && now >= _nextLook)
        {
            _nextLook = now + _terms.Look;
            LookAtWaiting(now);
        }

        while (_askers.TryTakeDue(now, out var waited))
        {
            if (_kept.StopAsking(waited.Call, waited.Asker))
                _effects.Add(new ShowReply(waited.Asker, ReplyState.ReplyNotReady, null));
        }

        _kept.Tick(now);
        if (_asked.Sweep())
            OfferAnew();
        Match(now);
        Level(now);
        HandOn(now);
    }

    private static CallReply Failure(CallId id, string code, string message) =>
        new() { CallId = id.ToWire(), Failure = new CallFailure { Code = code, Message = message } };

    private bool IsHere(CallRecord call) => _calls.TryGetValue(call.Id, out var current) && current == call;

    private void Repeat(CallId id, EndedAt ended, string client, TimeSpan now)
    {
        if (!_hosts.ContainsKey(ended.Host) && now - ended.At < _terms.ResendAfter)
            return; // it has left in order, and its last words may be on their way: the client asks again
        if (_hosts.ContainsKey(ended.Host))
            _effects.Add(new SendRepeat(ended.Host, id, client, ended.IsRepeatable));
        else if (ended.IsRepeatable)
            Reply(client, Failure(id, ErrorCodes.Forgotten, $"the call has ended, and its reply was lost with host {ended.Host}: it is to run again"));
        else
            Reply(client, Failure(id, ErrorCodes.Lost, $"the call has ended, and its reply was lost with host {ended.Host}"));
    }

    private void Keep(CallId id, CallReply reply, TimeSpan now)
    {
        if (_calls.TryGetValue(id, out var call) && call.Host is null)
            return; // it waits here: that is a word of a host that was given up
        if (reply.Failure is { Code: ErrorCodes.Forgotten })
        {
            RunUnheard(id, now);
            Match(now);
            return;
        }

        foreach (var asker in _kept.Put(id, reply, now))
            _effects.Add(new ShowReply(asker, ReplyState.ReplyReady, reply));
    }

    private void Reply(string client, CallReply reply) => _effects.Add(new SendReply(client, reply));
}
